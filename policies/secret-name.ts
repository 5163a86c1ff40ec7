/** Words that name something secret, as they are found in names of arguments and variables. */
const SECRET_WORDS = [
    "passwords?",
    "passwd",
    "pwd",
    "passphrase",
    "secrets?",
    "tokens?",
    "credentials?",
    "pat",
    "sas",
    "(?:api|access|account|private|signing|ssh|encryption)[^a-z]?keys?",
    "connection[^a-z]?strings?",
];

const SECRET = new RegExp(
    `(?:^|[^a-z])(?:${SECRET_WORDS.join("|")})(?:[^a-z]|$)|(?:password|passwd|secret|token|apikey)$`,
);

/** The last word of names that tell something of a secret and not the secret. */
const PUBLIC = /[^a-z](?:names?|files?|paths?|urls?|uris?|ids?|arns?|lengths?|ttl|expiry|mode|type|policy|endpoint)$/;

/** Says whether what has this name is probably a secret: `NPM_TOKEN`, `dbPassword`, `api-key`. */
export function namesSecret(name: string): boolean {
    const words = name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
    return SECRET.test(words) && !PUBLIC.test(words);
}
