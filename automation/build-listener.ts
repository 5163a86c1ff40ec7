import type { EngineListener, Running } from "./engine-listener";

/** Tells of builds that go nowhere, and of nothing around them. */
export class BuildListener implements EngineListener {
    constructor(
        readonly inner: EngineListener,
        /** By their names. */
        readonly images: ReadonlySet<string>,
    ) {}

    started(running: Running): void {
        this.#tell(running, (building) => this.inner.started(building));
    }

    step(running: Running): void {
        this.#tell(running, (building) => this.inner.step(building));
    }

    finished(running: Running, failed: boolean): void {
        this.#tell(running, (building) => this.inner.finished(building, failed));
    }

    message(severity: string, name: string, text: string): void {
        this.inner.message(severity, name, text);
    }

    #tell(running: Running, tell: (building: Running) => void): void {
        if (this.images.has(running.name)) {
            tell({ ...running, op: "build" });
        }
    }
}
