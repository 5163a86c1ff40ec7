import { namesSecret } from "./secret-name";

/**
 * Words that Docker's own check takes for secret, as the last one of an argument's name.
 *
 * Source: https://github.com/moby/buildkit/blob/v0.31.1/frontend/dockerfile/dockerfile2llb/validations.go (`getSecretsRegex`)
 */
const EDGE = /(?:^|_)(?:apikey|auth|credentials?|creds|keys?|password|pword|passwd|pw|secrets?|token)$/;

/** Words with which a name tells of something that everybody may see, or of how a secret is handled. */
const PUBLIC = new RegExp(
    "(?:^|_)(?:public|pub|publishable|fingerprint|file|path|dir|version|name|url|uri|host|ids?|type|format|size|length|count|" +
        "limit|max|min|ttl|expiry|mode|policy|scope|issuer|audience|realm|endpoint|provider|service|store|manager|region|" +
        "header|prefix|algorithm|cache|gpg|pgp|apt|rpm|partition|sort|primary|foreign|site|enabled?|disabled?|use|with|skip|" +
        "no)(?:_|$)",
);

/** What front ends put into the pages that they serve, by their tools: a key there is none that matters. */
const SHIPPED = /^(?:next_public|nuxt_public|expo_public|react_app|vue_app|gatsby|vite|public)_/;

/** Words that leave no doubt, whatever else is in the name. */
const CERTAIN = /(?:^|_)(?:private|passwords?|passwd|passphrase|secrets?)(?:_|$)/;

/** A switch, a small number or nothing, which is no secret whatever it is called. */
const HARMLESS = /^(?:|true|false|yes|no|on|off|none|null|\d{1,6})$/i;

/** Says whether a build argument of this name is probably a secret: `NPM_TOKEN`, `DEPLOY_KEY`, `authToken`. */
export function isSecretArgument(name: string): boolean {
    const words = name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").replace(/[^A-Za-z0-9]+/g, "_").toLowerCase();
    if (!namesSecret(name) && !EDGE.test(words)) {
        return false;
    }
    const isOpen = PUBLIC.test(words) || SHIPPED.test(words);
    return !isOpen || (CERTAIN.test(words) && namesSecret(name));
}

/** Says whether a value is none that anybody keeps secret. */
export function isHarmless(value: unknown): boolean {
    return typeof value !== "string" || HARMLESS.test(value.trim());
}
