import { entriesOf, type Read } from "./moving-image";
import { recordOf, textOf } from "./props";
import { valueAt, type Property } from "./property";
import { hostOf, hostOfImage, isGiven, namesRegistryPassword } from "./registry-password";
import type { Facts } from "./rule";
import { CLASSIC_STACK, webAppProperty } from "./web-app";

/** A password with its place. */
interface Password {
    readonly path: string;

    /** Reads which registry it is for. */
    readonly readHost: Read<string>;
}

/** Settings of an app, as a list in REST and by name elsewhere: what the app is given, and what a resource of its own is. */
const SETTINGS = ["siteConfig.appSettings", "appSettings", "properties"];

/** The setting that says which registry the one with the password is for. */
const SERVER = "DOCKER_REGISTRY_SERVER_URL";

/** Returns the passwords of registries that the app is given, list by list. */
export function webAppPasswords(app: Facts): readonly Read<readonly Password[]>[] {
    const dockers = () => entriesOf(webAppProperty(app, `${CLASSIC_STACK}.dockers`));
    return [
        ...SETTINGS.map((path) => () => inSettings(webAppProperty(app, path))),
        () => given(webAppProperty(app, CLASSIC_STACK), "dockerRegistryPassword", "dockerRegistryUrl"),
        () => dockers().flatMap((entry) => given(entry, "registryPassword", "registryUrl")),
        () =>
            isGiven(() => webAppProperty(app, "passwordSecret").value)
                ? [{ path: webAppProperty(app, "passwordSecret").path, readHost: () => hostOfImage(textOf(webAppProperty(app, "image").value)) }]
                : [],
    ];
}

function given({ path, value }: Property, name: string, url: string): readonly Password[] {
    return isGiven(() => valueAt(value, name))
        ? [{ path: `${path}.${name}`, readHost: () => hostOf(textOf(valueAt(value, url))) }]
        : [];
}

function inSettings(settings: Property): readonly Password[] {
    const all = settingsIn(settings);
    const readHost = () => hostOf(textOf(all.find(({ name }) => name === SERVER)?.read()));
    return all.filter(({ name, read }) => namesRegistryPassword(name) && isGiven(read)).map(({ path }) => ({ path, readHost }));
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
