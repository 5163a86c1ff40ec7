import { entriesOf, type Read } from "./moving-image";
import { recordOf, textOf } from "./props";
import { valueAt, type Property } from "./property";
import { hostOf, hostOfImage, isGiven, namesRegistryPassword, takesIdentities } from "./registry-password";
import type { Facts } from "./rule";
import { ifDecided } from "./undecided";
import { CLASSIC_STACK, webAppProperty } from "./web-app";

/** A password with its place. */
interface Password {
    readonly path: string;

    /** Reads which registry it is for. */
    readonly readHost: Read<string>;
}

/** Settings of an app, as a list in REST and by name elsewhere. */
const SETTINGS = ["siteConfig.appSettings", "appSettings"];

/** The setting that says which registry the one with the password is for. */
const SERVER = "DOCKER_REGISTRY_SERVER_URL";

/** A setting that is read from Key Vault. Source: https://learn.microsoft.com/azure/app-service/app-service-key-vault-references */
const REFERENCE = /^@Microsoft\.KeyVault\(/i;

/** Returns the passwords of registries that the app is given, list by list. */
export function webAppPasswords(app: Facts): readonly Read<readonly Password[]>[] {
    const dockers = () => entriesOf(webAppProperty(app, `${CLASSIC_STACK}.dockers`));
    return [
        ...SETTINGS.map((path) => () => inSettings(webAppProperty(app, path))),
        // Settings that are a resource of their own, in every family.
        () => inSettings({ path: "properties", value: app.props["properties"] }),
        () => given(webAppProperty(app, CLASSIC_STACK), "dockerRegistryPassword", "dockerRegistryUrl"),
        () => dockers().flatMap((entry) => given(entry, "registryPassword", "registryUrl")),
        () =>
            isGiven(() => webAppProperty(app, "passwordSecret").value)
                ? [{ path: webAppProperty(app, "passwordSecret").path, readHost: () => hostOfImage(textOf(webAppProperty(app, "image").value)) }]
                : [],
    ];
}

function given({ path, value }: Property, name: string, url: string): readonly Password[] {
    const readHost = () => hostOf(textOf(valueAt(value, url)));
    return isPassword(() => valueAt(value, name), readHost) ? [{ path: `${path}.${name}`, readHost }] : [];
}

function inSettings(settings: Property): readonly Password[] {
    const all = settingsIn(settings);
    const readHost = () => hostOf(textOf(all.find(({ name }) => name === SERVER)?.read()));
    return all.filter(({ name, read }) => namesRegistryPassword(name) && isPassword(read, readHost)).map(({ path }) => ({ path, readHost }));
}

/** A registry that takes no identities needs one, which is well kept in Key Vault. */
function isPassword(read: Read<unknown>, readHost: Read<string>): boolean {
    return isGiven(read) && (!REFERENCE.test(ifDecided(() => textOf(read())) ?? "") || takesIdentities(readHost()));
}

function settingsIn({ path, value }: Property): readonly { readonly path: string; readonly name: string; readonly read: Read<unknown> }[] {
    return Array.isArray(value)
        ? entriesOf({ path, value }).map((entry) => ({
              path: entry.path,
              name: textOf(valueAt(entry.value, "name")),
              read: () => valueAt(entry.value, "value"),
          }))
        : Object.keys(recordOf(value)).map((name) => ({ path: `${path}.${name}`, name, read: () => recordOf(value)[name] }));
}
