import * as v from "valibot";
import { closedMap, flag, listOf, mapOf, needed, optional, text, wholeNumber, word } from "../../config-field";
import { isArmId } from "../values/arm-id";

/** Source: https://learn.microsoft.com/azure/container-instances/container-instances-container-groups#minimum-and-maximum-allocation */
const CPU_MIN = 1;
const MEMORY_GIB_MIN = 1;

/** Source: https://learn.microsoft.com/azure/container-instances/container-instances-resource-and-quota-limits */
const CPU_MAX = 31;
const MEMORY_GIB_MAX = 240;

/** Of one address; of the same source. */
const PORTS_MAX = 5;

/** Source: https://learn.microsoft.com/azure/container-instances/container-instances-troubleshooting#naming-conventions */
const DNS_LABEL = /^(?=.{5,63}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

const PORT_TAKES = "a port: a whole number from 1 to 65535";
const PORTS_TAKES = `a list of at most ${PORTS_MAX} ports, each once`;

function amount(takes: string, min: number, max: number) {
    return v.pipe(v.number(takes), v.check((value) => value >= min && value <= max, takes), v.title(takes));
}

const texts = (takes: string) => mapOf(takes, text("a text (a number, true or false in quotes)", () => true));

/** The keys of one container group. */
export const CONTAINER_GROUP_KEYS = {
    image: needed("The image that it runs, by its digest.", text("the name of an image of this configuration", (name) => name !== "")),
    cpu: optional("Its cores.", amount(`a number of cores from ${CPU_MIN} to ${CPU_MAX}`, CPU_MIN, CPU_MAX), "1"),
    memoryGiB: optional(
        "Its memory.",
        amount(`a number of GiB from ${MEMORY_GIB_MIN} to ${MEMORY_GIB_MAX}`, MEMORY_GIB_MIN, MEMORY_GIB_MAX),
        "1.5",
    ),
    ports: optional(
        "The ports that the image listens on and that it is reached on, by TCP. They need public or subnet.",
        v.pipe(
            listOf(PORTS_TAKES, wholeNumber(PORT_TAKES, 1, 65535)),
            v.check((ports) => ports.length <= PORTS_MAX && new Set(ports).size === ports.length, PORTS_TAKES),
            v.title(PORTS_TAKES),
        ),
        "none",
    ),
    environment: optional("Its environment variables.", texts("a map from names to texts"), "none"),
    secureEnvironment: optional(
        "Environment variables that are secrets: neither Azure nor Pulumi shows them.",
        texts("a map from names to secret texts, as pulumi config set --secret --path writes them"),
        "none",
    ),
    command: optional(
        "What runs instead of the image's own command.",
        v.pipe(
            listOf("a list of texts", text("a text", () => true)),
            v.minLength(1, "a list of at least one text"),
            v.title("a list of texts"),
        ),
        "the image's",
    ),
    restartPolicy: optional("When it is started again.", word("Always, OnFailure or Never", ["Always", "OnFailure", "Never"]), "Always"),
    public: optional("Whether the internet reaches its ports.", flag(), "no"),
    dnsLabel: optional(
        "The start of its public name: <dnsLabel>.<region>.azurecontainer.io.",
        text("5 to 63 lower-case letters, digits and hyphens, no hyphen first or last", (label) => DNS_LABEL.test(label)),
        "no name",
    ),
    subnet: optional(
        "The subnet that it stands in, delegated to Microsoft.ContainerInstance/containerGroups.",
        text("the ARM id of a subnet, which starts with /subscriptions/", (id) => isArmId(id, "Microsoft.Network/virtualNetworks/subnets")),
        "none",
    ),
};

/** One container group, but for what its keys say to each other. */
export const CONTAINER_GROUP_SCHEMA = closedMap("a map with at least image", CONTAINER_GROUP_KEYS);
