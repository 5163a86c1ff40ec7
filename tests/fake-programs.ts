import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A home with programs that stand in for those of a cloud or of docker: nothing else is on its PATH. */
export class FakePrograms {
    readonly home = mkdtempSync(join(tmpdir(), "programs-"));

    get env(): NodeJS.ProcessEnv {
        return { HOME: this.home, PATH: join(this.home, "bin") };
    }

    /** Puts a program on PATH that notes its words, prints a text and ends. */
    program(name: string, { prints = "", says = "", code = 0 }: { readonly prints?: string; readonly says?: string; readonly code?: number }): void {
        mkdirSync(join(this.home, "bin"), { recursive: true });
        const file = join(this.home, "bin", name);
        const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
        writeFileSync(file, `#!/bin/sh\nprintf '%s\\n' "$*" >> ${quote(join(this.home, `${name}.words`))}\nprintf '%s' ${quote(prints)}\nprintf '%s\\n' ${quote(says)} >&2\nexit ${code}\n`);
        chmodSync(file, 0o755);
    }

    /** Writes docker's configuration file. */
    docker(config: unknown): void {
        mkdirSync(join(this.home, ".docker"), { recursive: true });
        writeFileSync(join(this.home, ".docker", "config.json"), typeof config === "string" ? config : JSON.stringify(config));
    }

    /** The words that a program was run with, one line each time. */
    words(name: string): string {
        const file = join(this.home, `${name}.words`);
        return existsSync(file) ? readFileSync(file, "utf8").trim() : "";
    }

    remove(): void {
        rmSync(this.home, { recursive: true });
    }
}
