/** A resource that the engine works on at the moment. */
export interface Running {
    readonly name: string;
    /** The engine's verb: create, update, delete … */
    readonly op: string;
    /** Milliseconds since the epoch. */
    readonly since: number;
    /** The build step that BuildKit reported last. */
    step: string;
}

/** What is told while the engine works. */
export interface EngineListener {
    started(resource: Running): void;
    step(resource: Running): void;
    finished(resource: Running, failed: boolean): void;
    /** A message for people, from a resource or from the engine itself. */
    message(severity: string, name: string, text: string): void;
}
