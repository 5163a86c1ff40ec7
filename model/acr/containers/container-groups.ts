import * as v from "valibot";
import { formatKey } from "../../config-key";
import { formatIssue, formatNow } from "../../config-problem";
import type { Problem } from "../../problem";
import { isMap } from "../../one-of";
import { CONTAINER_GROUP_SCHEMA } from "./container-group-schema";
import type { ContainerGroupSpec } from "./container-group-spec";

/** Source: https://learn.microsoft.com/azure/container-instances/container-instances-troubleshooting#naming-conventions */
const NAME = /^(?=.{1,63}$)[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Of the same source. */
const VARIABLE = /^(?=.{1,63}$)[A-Za-z0-9](?:\w*[A-Za-z0-9])?$/;

const VARIABLE_TAKES = "a variable's name: 1 to 63 letters, digits and _, no _ first or last";

/** Returns the container groups that a stack file asks for, by name, and every mistake in them. */
export function parseContainerGroups(value: unknown): {
    readonly containerGroups: Readonly<Record<string, ContainerGroupSpec>>;
    readonly problems: readonly Problem[];
} {
    if (!isMap(value)) {
        const now = formatNow(["containerGroups"], value);
        const required = "a map from names to container groups";
        return { containerGroups: {}, problems: [{ key: formatKey(["containerGroups"]), required, now }] };
    }
    const parsed = Object.entries(value).map(([name, written]) => ({ name, ...parseContainerGroup(name, written) }));
    return {
        containerGroups: Object.fromEntries(parsed.flatMap(({ name, spec }) => (spec === undefined ? [] : [[name, spec]]))),
        problems: parsed.flatMap(({ problems }) => problems),
    };
}

function parseContainerGroup(
    name: string,
    written: unknown,
): { readonly spec?: ContainerGroupSpec; readonly problems: readonly Problem[] } {
    const path = ["containerGroups", name];
    const { issues = [], success, output } = v.safeParse(CONTAINER_GROUP_SCHEMA, written);
    const problems = [
        ...(NAME.test(name) ? [] : [misnamed(path, name)]),
        ...issues.map((issue) => formatIssue(path, issue)),
        ...(success ? findVariableProblems(path, output) : []),
        ...(success ? findAddressProblems(path, output) : []),
    ];
    return success && problems.length === 0 ? { spec: { ...DEFAULTS, ...output }, problems } : { problems };
}

const DEFAULTS: Omit<ContainerGroupSpec, "image"> = {
    cpu: 1,
    memoryGiB: 1.5,
    ports: [],
    environment: {},
    secureEnvironment: {},
    command: [],
    restartPolicy: "Always",
    public: false,
};

type Asked = v.InferOutput<typeof CONTAINER_GROUP_SCHEMA>;

function misnamed(path: readonly string[], name: string): Problem {
    return { key: formatKey(path), required: "a name of lower-case letters and digits joined by -, at most 63", now: JSON.stringify(name) };
}

/** Azure does not tell names of variables apart by case. */
function findVariableProblems(path: readonly string[], { environment = {}, secureEnvironment = {} }: Asked): Problem[] {
    const names = [
        ...Object.keys(environment).map((name) => ({ name, key: formatKey([...path, "environment", name]) })),
        ...Object.keys(secureEnvironment).map((name) => ({ name, key: formatKey([...path, "secureEnvironment", name]) })),
    ];
    const isTwice = (name: string, index: number) => names.findIndex((other) => other.name.toLowerCase() === name.toLowerCase()) < index;
    return names.flatMap(({ name, key }, index) => {
        const now = JSON.stringify(name);
        return [
            ...(VARIABLE.test(name) ? [] : [{ key, required: VARIABLE_TAKES, now }]),
            ...(isTwice(name, index) ? [{ key, required: "a name that no other variable has, in any case", now }] : []),
        ];
    });
}

function findAddressProblems(path: readonly string[], { ports = [], subnet, dnsLabel, ...asked }: Asked): Problem[] {
    const isPublic = asked.public === true;
    const problem = (key: string, required: string, now: string): Problem => ({ key: formatKey([...path, key]), required, now });
    return [
        ...(isPublic && subnet !== undefined
            ? [problem("public", "no such key beside subnet, as there its address is private", "true")]
            : []),
        ...(isPublic && ports.length === 0 ? [problem("ports", "at least one port, as public opens them", "none")] : []),
        ...(dnsLabel !== undefined && !isPublic
            ? [problem("dnsLabel", "no such key without public: true, as only public addresses have names", JSON.stringify(dnsLabel))]
            : []),
        ...(ports.length > 0 && !isPublic && subnet === undefined
            ? [problem("ports", "public: true or a subnet beside them, as nobody reaches a port without an address", ports.join(", "))]
            : []),
    ];
}
