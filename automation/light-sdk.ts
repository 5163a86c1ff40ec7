import Module from "node:module";

/**
 * Modules that the Pulumi SDK loads at start and uses later or never: those with which it serialises functions, which this
 * program never does, those that only the Automation API needs, and tracing. The first two alone take two thirds of the SDK's
 * load time.
 */
const LATE = new Set([
    ...["typescript", "@npmcli/arborist", "normalize-package-data", "fdir"],
    ...["execa", "js-yaml", "@logdna/tail-file"],
    "@opentelemetry/api",
]);

interface Loader {
    _load(this: unknown, request: string, ...rest: unknown[]): unknown;
}

/**
 * Makes the Pulumi SDK start and run faster; call it before the SDK is loaded. The modules above load at their first use
 * instead of at start, and whoever uses them gets the real ones. The SDK also takes a stack trace for each promise, for a
 * leak report that nobody sees here: with mapped source lines they take a second for a hundred images.
 */
export function lightenSdk(): void {
    process.setSourceMapsEnabled(false);
    Error.stackTraceLimit = 0;
    const loader = Module as unknown as Loader;
    const load = loader._load;
    loader._load = function (request, ...rest) {
        const now = () => load.call(this, request, ...rest) as object;
        return LATE.has(request) ? lazy(now) : now();
    };
}

function lazy(load: () => object): object {
    let loaded: object | undefined;
    const target = () => (loaded ??= load());
    return new Proxy({}, {
        // Compiled imports ask for `__esModule` at once, and then for `default` or for the names themselves.
        get: (_, key) => (key === "__esModule" ? true : key === "default" ? target() : (Reflect.get(target(), key) as unknown)),
        has: (_, key) => Reflect.has(target(), key),
    });
}
