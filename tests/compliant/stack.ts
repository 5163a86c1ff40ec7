import { createHash } from "node:crypto";

/** What an input may be: JSON with what other resources put out in it. */
export type Value = string | number | boolean | null | Output | readonly Value[] | { readonly [key: string]: Value };

/** Inputs of a resource by name. */
export type Inputs = Readonly<Record<string, Value>>;

/** What a resource has besides its inputs. */
export interface Options {
    /** What the provider adds to the inputs. */
    readonly outputs?: Inputs;

    /** @default - made from its name */
    readonly id?: string;

    /** @default - the stack */
    readonly parent?: Resource;

    /** A provider of its own. @default - the package's default provider */
    readonly provider?: Resource;

    readonly after?: readonly Resource[];

    /** A component, which no provider makes. */
    readonly component?: true;

    /** It is read by its id, with `.get`: all that is known are its outputs. */
    readonly external?: true;

    /** What it was before it was replaced, and what is still to be deleted. */
    readonly pendingDelete?: Inputs;

    readonly aliases?: readonly string[];

    readonly protect?: true;

    readonly secretOutputs?: readonly string[];
}

/** Where a stack's resources are shown: in a state, or in a preview of their creation. */
interface View {
    readonly isThere: (resource: Resource) => boolean;

    readonly formatSecret: (plain: unknown) => unknown;
}

/** A value as it is, as it is shown, and what it is made from. */
interface Evaluated {
    readonly plain: unknown;
    readonly shown: unknown;
    readonly unknown: boolean;
    readonly secret: boolean;
    readonly from: readonly Resource[];
}

/** A value that is made from resources. */
export class Output {
    constructor(readonly evaluate: (view: View) => Evaluated) {}
}

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const STACK = "pulumi:pulumi:Stack";

/** Versions of providers, as their URNs tell. */
const VERSIONS: Readonly<Record<string, string>> = {
    aws: "7.8.0",
    awsx: "3.0.0",
    "aws-native": "1.37.0",
    azure: "6.27.0",
    "azure-native": "3.8.0",
    azuread: "6.5.1",
    docker: "4.8.2",
    "docker-build": "0.0.12",
    eks: "4.0.1",
    kubernetes: "4.23.0",
    random: "4.18.2",
    tls: "5.2.2",
};

/** Packages whose inputs are marked with what the provider has filled in. */
const BRIDGED = /^(?:aws|azure|azuread|random|tls)$/;

/** A resource of somebody's program. */
export class Resource {
    constructor(
        readonly stack: Stack,
        readonly type: string,
        readonly name: string,
        readonly inputs: Inputs,
        readonly options: Options,
    ) {}

    get urn(): string {
        return `urn:pulumi:${this.stack.name}::${this.stack.project}::${this.qualifiedType}::${this.name}`;
    }

    get qualifiedType(): string {
        const { parent } = this.options;
        return parent === undefined ? this.type : `${parent.qualifiedType}$${this.type}`;
    }

    get isCustom(): boolean {
        return this.options.component === undefined && this.type !== STACK;
    }

    get plainId(): string {
        return this.options.id ?? `${this.name}-${hash(this.urn).slice(0, 7)}`;
    }

    get id(): Output {
        return this.out("id");
    }

    /** Returns what it puts out under a name, which a preview of its creation knows only of inputs. */
    out(name: string): Output {
        return new Output((view) => {
            const { outputs = {}, component } = this.options;
            const from = component === undefined ? [this] : [];
            const given = name === "id" ? this.plainId : (this.inputs[name] ?? outputs[name]);
            if (given === undefined) {
                throw new Error(`${this.urn} puts out no ${name}`);
            }
            const evaluated = evaluate(given, view);
            const isKnown = this.inputs[name] !== undefined || view.isThere(this) || component !== undefined;
            return { ...evaluated, from: [...from, ...evaluated.from], ...(isKnown ? {} : { shown: UNKNOWN, unknown: true }) };
        });
    }
}

/** Returns a text with outputs in it. */
export function text(strings: TemplateStringsArray, ...values: readonly (Output | string)[]): Output {
    return combined(values, (plain) => String.raw({ raw: strings }, ...plain));
}

/** Returns the JSON of a value. */
export function json(value: Value): Output {
    return combined([value], ([plain]) => JSON.stringify(plain));
}

/** Returns the base64 of a text. */
export function base64(value: string | Output): Output {
    return combined([value], ([plain]) => Buffer.from(String(plain)).toString("base64"));
}

/** Returns a value that the engine keeps encrypted. */
export function secret(value: Value): Output {
    return new Output((view) => {
        const evaluated = evaluate(value, view);
        return { ...evaluated, secret: true, shown: evaluated.unknown ? UNKNOWN : view.formatSecret(evaluated.plain) };
    });
}

function combined(values: readonly Value[], combine: (plain: readonly unknown[]) => string): Output {
    return new Output((view) => {
        const parts = values.map((value) => evaluate(value, view));
        const plain = combine(parts.map((part) => part.plain));
        const [isUnknown, isSecret] = [parts.some((part) => part.unknown), parts.some((part) => part.secret)];
        const shown = isUnknown ? UNKNOWN : isSecret ? view.formatSecret(plain) : plain;
        return { plain, shown, unknown: isUnknown, secret: isSecret, from: parts.flatMap(({ from }) => from) };
    });
}

function evaluate(value: Value, view: View): Evaluated {
    if (value instanceof Output) {
        return value.evaluate(view);
    }
    if (typeof value !== "object" || value === null) {
        return { plain: value, shown: value, unknown: false, secret: false, from: [] };
    }
    const entries = Object.entries(value as Inputs).map(([key, inner]) => [key, evaluate(inner, view)] as const);
    const parts = entries.map(([, part]) => part);
    const join = (pick: (part: Evaluated) => unknown) =>
        Array.isArray(value) ? parts.map(pick) : Object.fromEntries(entries.map(([key, part]) => [key, pick(part)]));
    return {
        plain: join(({ plain }) => plain),
        shown: join(({ shown }) => shown),
        unknown: parts.some((part) => part.unknown),
        secret: parts.some((part) => part.secret),
        from: parts.flatMap(({ from }) => from),
    };
}

/** A stack of somebody's program, which can be shown in every way that the engine shows one. */
export class Stack {
    readonly #resources: Resource[] = [];

    readonly #providers = new Map<string, Resource>();

    readonly #outputs: Record<string, Value> = {};

    constructor(readonly project: string, readonly name: string) {}

    /** Declares a resource. */
    add(type: string, name: string, inputs: Inputs = {}, options: Options = {}): Resource {
        const resource = new Resource(this, type, name, inputs, options);
        if (resource.isCustom && !type.startsWith("pulumi:")) {
            this.#providerOf(resource);
        }
        this.#resources.push(resource);
        return resource;
    }

    /** Declares what the stack puts out. */
    export(name: string, value: Value): void {
        this.#outputs[name] = value;
    }

    /** Returns what `pulumi stack export` writes. */
    toExport(): string {
        const view: View = { isThere: () => true, formatSecret: encrypted };
        const resources = [this.#root(), ...this.#providers.values(), ...this.#resources];
        const states = resources.flatMap((resource) => [stateOf(resource, view), ...oldStateOf(resource, view)]);
        const manifest = { time: "2026-03-02T09:14:07.482913Z", magic: "3f1c6a", version: "v3.190.0" };
        const secrets_providers = { type: "passphrase", state: { salt: "v1:9pQ2rX4mZk0=:v1:8hYtq1:kq0J2bXw5nQe7rT4" } };
        return `${JSON.stringify({ version: 3, deployment: { manifest, secrets_providers, resources: states, metadata: {} } }, null, 4)}\n`;
    }

    /**
     * Returns what a preview writes: an event a line, or one document.
     *
     * @param created names of the resources that are to be created; @default - all
     */
    toPreview(form: "streamed" | "document", created?: readonly string[]): string {
        const isThere = ({ name, type, options }: Resource) =>
            options.external === true || (created !== undefined && !created.includes(name)) || type.startsWith("pulumi:");
        const mask = form === "document" ? () => "[secret]" : () => ({ [SIGNATURE]: SECRET, ciphertext: "[secret]" });
        const view: View = { isThere, formatSecret: mask };
        const steps = [this.#root(), ...this.#providers.values(), ...this.#resources].map((resource) => {
            const op = resource.options.external === true ? "read" : created === undefined || !isThere(resource) ? "create" : "same";
            return { op, resource, state: stateOf(resource, view, true) };
        });
        if (form === "document") {
            const shown = steps.map(({ op, resource: { urn }, state }) => ({ op, urn, provider: state.provider, newState: state }));
            return `${JSON.stringify({ config: {}, steps: shown, duration: 4_184_912_000, changeSummary: { create: steps.length } }, null, 4)}\n`;
        }
        const events = [
            { preludeEvent: { config: {} } },
            ...steps.map(({ op, resource: { urn, type }, state }) => {
                const { propertyDependencies: _, dependencies: __, ...shown } = state;
                return { resourcePreEvent: { metadata: { op, urn, type, old: op === "same" ? shown : null, new: shown, logical: true, provider: state.provider ?? "" }, planning: true } };
            }),
            { summaryEvent: { maybeCorrupt: false, durationSeconds: 4, resourceChanges: { create: steps.length }, PolicyPacks: {}, isPreview: true, result: "succeeded" } },
        ];
        return `${events.map((event, sequence) => JSON.stringify({ sequence, timestamp: 1_795_298_037, ...event })).join("\n")}\n`;
    }

    #root(): Resource {
        return new Resource(this, STACK, `${this.project}-${this.name}`, {}, { outputs: this.#outputs });
    }

    #providerOf({ type, options }: Resource): void {
        const packageName = type.split(":")[0] ?? "";
        if (options.provider === undefined && !this.#providers.has(packageName)) {
            const version = VERSIONS[packageName];
            if (version === undefined) {
                throw new Error(`no version of ${packageName}`);
            }
            const name = `default_${version.replaceAll(".", "_")}`;
            this.#providers.set(packageName, new Resource(this, `pulumi:providers:${packageName}`, name, { version }, { id: uuid(name + packageName) }));
        }
    }

    /** Returns the URN and id of the provider that makes a resource. */
    providerRef({ type, options, isCustom }: Resource): string | undefined {
        const provider = options.provider ?? this.#providers.get(type.split(":")[0] ?? "");
        return !isCustom || provider === undefined || type.startsWith("pulumi:") ? undefined : `${provider.urn}::${provider.plainId}`;
    }
}

/** A resource as the engine writes it. */
interface State {
    readonly provider: string | undefined;
    readonly dependencies: readonly string[] | undefined;
    readonly propertyDependencies: Readonly<Record<string, readonly string[] | null>> | undefined;
    readonly [field: string]: unknown;
}

function stateOf(resource: Resource, view: View, isPreview = false): State {
    const { type, urn, options, stack, isCustom, inputs } = resource;
    const evaluated = Object.entries(inputs).map(([name, value]) => [name, evaluate(value, view)] as const);
    const shown = mark(type, Object.fromEntries(evaluated.map(([name, value]) => [name, value.shown])));
    const more = Object.entries(options.outputs ?? {}).map(([name, value]) => [name, evaluate(value, view).shown]);
    const from = [...evaluated.flatMap(([, value]) => value.from), ...(options.after ?? [])].map((source) => source.urn);
    const isNew = isPreview && !view.isThere(resource);
    const sources = evaluated.map(([name, value]) => {
        const urns = [...new Set(value.from.map((source) => source.urn))];
        return [name, urns.length > 0 || isPreview ? urns : null] as const;
    });
    return {
        urn,
        custom: isCustom || type.startsWith("pulumi:providers:"),
        ...(isCustom && !isNew ? { id: resource.plainId } : {}),
        type,
        ...(options.external === true ? {} : { inputs: shown }),
        ...(isNew ? {} : { outputs: { ...(isCustom ? { id: resource.plainId } : {}), ...shown, ...Object.fromEntries(more) } }),
        ...(type === STACK || type.startsWith("pulumi:providers:") ? {} : { parent: (options.parent ?? rootOf(stack)).urn }),
        provider: stack.providerRef(resource),
        dependencies: from.length > 0 ? [...new Set(from)] : undefined,
        propertyDependencies: sources.length > 0 && options.external !== true ? Object.fromEntries(sources) : undefined,
        ...(options.external === true ? { external: true } : {}),
        ...(options.aliases === undefined ? {} : { aliases: options.aliases }),
        ...(options.protect === true ? { protect: true } : {}),
        ...(options.secretOutputs === undefined ? {} : { additionalSecretOutputs: options.secretOutputs }),
        ...(isPreview ? {} : { created: "2025-11-17T08:30:12.118402Z", modified: "2026-03-02T09:14:06.771903Z" }),
    };
}

function oldStateOf(resource: Resource, view: View): readonly State[] {
    const { stack, type, name, options } = resource;
    if (options.pendingDelete === undefined) {
        return [];
    }
    const old = new Resource(stack, type, name, options.pendingDelete, { ...options, id: `${resource.plainId}-old` });
    return [{ ...stateOf(old, view), delete: true }];
}

function rootOf(stack: Stack): Resource {
    return new Resource(stack, STACK, `${stack.project}-${stack.name}`, {}, {});
}

function mark(type: string, inputs: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const isMap = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !(SIGNATURE in value);
    const add = (value: unknown): unknown =>
        Array.isArray(value)
            ? value.map(add)
            : isMap(value)
              ? { __defaults: [], ...Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, add(inner)])) }
              : value;
    return BRIDGED.test(type.split(":")[0] ?? "") ? (add(inputs) as typeof inputs) : inputs;
}

/** Something that looks like what the engine encrypts with a passphrase; nobody can read it. */
function encrypted(plain: unknown): unknown {
    const nonce = hash(JSON.stringify(plain)).slice(0, 16);
    return { [SIGNATURE]: SECRET, ciphertext: `v1:${Buffer.from(nonce).toString("base64")}:${createHash("sha512").update(nonce).digest("base64")}` };
}

function uuid(seed: string): string {
    const digits = hash(seed);
    return [digits.slice(0, 8), digits.slice(8, 12), `4${digits.slice(13, 16)}`, `8${digits.slice(17, 20)}`, digits.slice(20, 32)].join("-");
}

/** Returns digits that stay the same for the same text. */
export function hash(seed: string): string {
    return createHash("sha256").update(seed).digest("hex");
}

/** Returns a digest as registries give one. */
export function digest(seed: string): string {
    return `sha256:${hash(seed)}`;
}
