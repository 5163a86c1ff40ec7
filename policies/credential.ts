/** Kinds of keys as they stand in the first line of a PEM file. */
const PEM_KEYS = ["", "RSA ", "EC ", "DSA ", "OPENSSH ", "ENCRYPTED ", "PGP "].map((kind) => `-----BEGIN ${kind}PRIVATE KEY`);

/** What PEM files start with in base64, as they are handed on in one line; the last digits depend on what follows. */
const PEM_BASE64 = PEM_KEYS.map((line) => Buffer.from(line).toString("base64").replace(/.{4}$|=+$/g, ""));

/**
 * Credentials that can be told by their form, with what a message calls them.
 *
 * Sources:
 * https://github.blog/changelog/2021-03-31-authentication-token-format-updates-are-generally-available/,
 * https://docs.gitlab.com/security/tokens/#token-prefixes,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids,
 * https://learn.microsoft.com/purview/sit-defn-azure-devops-personal-access-token,
 * https://learn.microsoft.com/purview/sit-defn-azure-storage-account-key-generic,
 * https://github.com/microsoft/security-utilities/blob/main/GeneratedRegexPatterns/PreciselyClassifiedSecurityKeys.json,
 * https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml (all others)
 */
const FORMATS: readonly (readonly [name: string, pattern: RegExp])[] = [
    ["a token of GitHub", /\bgh[pousr]_[A-Za-z0-9]{36,255}|\bgithub_pat_\w{22,255}/],
    ["a token of GitLab", /\bgl(?:agent|cbt|dt|ffct|ft|imt|oas|pat|ptt|rt|rtr|soat)-[\w.-]{20,}/],
    ["a token of npm", /\bnpm_[A-Za-z0-9]{36}\b/],
    ["a password of an .npmrc", /(?:^|[:\s"'])_(?:authToken|auth|password)\s*=\s*["']?[^\s"'$]/m],
    ["a token of PyPI", /\bpypi-AgE[\w-]{50,}/],
    ["a key of RubyGems", /\brubygems_[0-9a-f]{48}\b/],
    ["a token of Docker Hub", /\bdckr_[op]at_[\w-]{20,}/],
    ["a login as JSON has it", /"(?:auth|identitytoken|registrytoken|password)"\s*:\s*"[^"$]{8,}"/],
    ["an access key of AWS", /\b(?:AKIA|ASIA|ABIA|ACCA)(?![A-Z0-9]{9}EXAMPLE\b)[A-Z2-7]{16}\b/],
    ["a key of Azure", /(?<![A-Za-z0-9+/]|sha512[-=:])[A-Za-z0-9+/]{86}==/],
    ["a password of Azure Container Registry", /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{42}\+ACR[A-D][A-Za-z0-9+/]{5}/],
    ["a key of Azure", /(?<![A-Za-z0-9])[A-Za-z0-9]{52}JQQJ9[A-Za-z0-9]{20,}/],
    ["a shared access signature of Azure", /\bsig=[A-Za-z0-9%+/]{40,}/],
    ["a connection string", /\b(?:AccountKey|SharedAccessKey|SharedAccessSignature)\s*=\s*[^\s;$]{8,}/i],
    ["a connection string", /;\s*(?:password|pwd)\s*=\s*[^\s;$]/i],
    ["a token of Azure DevOps", /(?<![A-Za-z0-9])[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}(?![A-Za-z0-9])/],
    ["a client secret of Entra ID", /(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,34}(?![\w~.-])/],
    ["a token of Slack", /\bxox[abeoprs](?:\.xox[bp])?-[\w-]{10,}|\bxapp-\d-[A-Za-z0-9]+-\d+-[A-Za-z0-9]+/],
    ["a webhook of Slack", /hooks\.slack\.com\/(?:services|workflows|triggers)\/[\w/+]{20,}/],
    ["a client secret of Google", /\bGOCSPX-[\w-]{28}/],
    ["a key of Stripe", /\b[rs]k_(?:live|test|prod)_[A-Za-z0-9]{10,}/],
    ["a key of OpenAI or Anthropic", /\bsk-(?:(?:proj|svcacct|admin|ant-[a-z]+\d\d)-[\w-]{20,}|[A-Za-z0-9]{20}T3BlbkFJ)/],
    ["a key of SendGrid", /\bSG\.[\w-]{22}\.[\w-]{43}/],
    ["a token of Hugging Face", /\bhf_[A-Za-z]{34}\b/],
    ["a token of Vault", /\bhv[bsr]\.[\w-]{24,}/],
    ["a token of Pulumi", /\bpul-[0-9a-f]{40}\b/],
    ["a token of Terraform Cloud", /\b[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,}/],
    ["a token of DigitalOcean", /\bdo[opr]_v1_[0-9a-f]{64}\b/],
    ["a token of Sentry", /\bsntry[su]_[\w+/=-]{40,}/],
    ["a private key", new RegExp([...PEM_KEYS, ...PEM_BASE64, "PuTTY-User-Key-File-\\d", "AGE-SECRET-KEY-1"].join("|"))],
    ["a JSON Web Token", /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/],
    ["the header of a login", /\bAuthorization\s*:\s*\w+\s+[\w.~+/-]{8,}|\bBearer\s+[\w.~+/-]{20,}/i],
    ["a URL with a password", /\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/?#:@]*:[^\s/?#@${<*][^\s/?#@]*@(?!sha\d+:)/i],
];

/** Returns what kind of credential is in a text, as a noun; `undefined` if none is told by its form. Never quotes it. */
export function findCredential(text: string): string | undefined {
    return FORMATS.find(([, pattern]) => pattern.test(text))?.[0];
}
