import { listOf, mapOf, text } from "../../config-field";
import { isAccountId } from "../ecr-host";
import { isAwsRegion } from "../partition";
import { isKeyArn, isPrincipalArn, isRoleArn, isSecretArn, PRINCIPAL_ARN_MAX, SECRET_ARN_MAX } from "./arn";
import { isNameStart } from "./repository-name";

/** The id of an account. */
export function account() {
    return text("an account's id: 12 digits in quotes, as a number would lose zeros at its start", isAccountId);
}

/** A region. */
export function region() {
    return text("a region of AWS, such as eu-central-1", isAwsRegion);
}

/** The ARN of a key. */
export function keyArn() {
    return text("the ARN of a key, not of an alias: arn:aws:kms:<region>:<account>:key/…", isKeyArn);
}

/** The ARN of a secret. */
export function secretArn() {
    return text(
        "the ARN of a secret (not the secret) whose name starts with ecr-pullthroughcache/: "
            + "arn:aws:secretsmanager:<region>:<account>:secret:ecr-pullthroughcache/…, "
            + `at most ${SECRET_ARN_MAX} characters`,
        isSecretArn,
    );
}

/** The ARN of a role. */
export function roleArn() {
    return text("the ARN of a role: arn:aws:iam::<account>:role/…", isRoleArn);
}

/** The ARN of a role or user whose pulls may be left out of account. */
export function principalArn() {
    return text(`the ARN of a role or user: arn:aws:iam::<account>:role/…, at most ${PRINCIPAL_ARN_MAX} characters`, isPrincipalArn);
}

/** Starts of repositories' names. */
export function nameStarts() {
    return listOf(
        "a list of starts of repositories' names",
        text("what repositories' names start with: 2 to 256 of a-z 0-9 . _ - /, such as team-a/", isNameStart),
    );
}

/** Names and values of tags. */
export function resourceTags() {
    return mapOf("a map from names to texts", text("a text (a number, true or false in quotes)", () => true));
}
