import { isProps, listOf, propsOf, textOf, type Props } from "../provider/wire";
import { invalidParameter, type AwsError } from "./aws-error";
import { readJson } from "./policy-json";

/** Characters of a document, and its rules. @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html */
const [MAX_LENGTH, MAX_RULES] = [30_720, 50];

const SELECTION = ["tagStatus", "tagPatternList", "tagPrefixList", "storageClass", "countType", "countUnit", "countNumber"];

/** What ECR says of whatever its schema does not take. @see https://github.com/cloudposse/terraform-aws-ecr/issues/158 */
const NO_SCHEMA = "instance failed to match exactly one schema (matched 0 out of 2)";

/** A rule of a document as it is looked at. */
interface LifecycleRule {
    readonly rule: Props;
    readonly selection: Props;
    readonly action: Props;
    readonly tags: readonly unknown[];
}

/** What a rule must not be; where no public issue quotes ECR, the words are the double's. */
const REFUSALS: readonly (readonly [when: (rule: LifecycleRule) => boolean, text: string])[] = [
    [({ rule }) => !fits(rule, ["rulePriority", "description", "selection", "action"]), NO_SCHEMA],
    [({ selection }) => !fits(selection, SELECTION), NO_SCHEMA],
    [({ action }) => !fits(action, ["type", "targetStorageClass"]), NO_SCHEMA],
    [({ rule }) => !isCount(rule["rulePriority"]), NO_SCHEMA],
    [({ rule }) => rule["description"] !== undefined && textOf(rule["description"]).length > 256, NO_SCHEMA],
    [({ selection }) => !/^(tagged|untagged|any)$/.test(textOf(selection["tagStatus"])), NO_SCHEMA],
    [({ selection }) => !/^(imageCountMoreThan|sinceImagePushed|sinceImagePulled|sinceImageTransitioned)$/.test(textOf(selection["countType"])), NO_SCHEMA],
    [({ selection }) => !isCount(selection["countNumber"]), NO_SCHEMA],
    [({ selection }) => (selection["countType"] === "imageCountMoreThan") !== (selection["countUnit"] === undefined), NO_SCHEMA],
    [({ selection }) => selection["countUnit"] !== undefined && selection["countUnit"] !== "days", NO_SCHEMA],
    [({ selection, tags }) => (selection["tagStatus"] === "tagged") !== (tags.length > 0), "tagPatternList or tagPrefixList is required for tagStatus=tagged, and only for it"],
    [({ selection }) => selection["tagPatternList"] !== undefined && selection["tagPrefixList"] !== undefined, "either tagPatternList or tagPrefixList is taken, not both"],
    [({ tags }) => !tags.every((tag) => typeof tag === "string" && tag !== ""), NO_SCHEMA],
    [({ selection }) => listOf(selection["tagPatternList"]).some((tag) => textOf(tag).split("*").length > 5), "a pattern takes four wildcards at most"],
    [({ action }) => !/^(expire|transition)$/.test(textOf(action["type"])), NO_SCHEMA],
    [({ action }) => (action["type"] === "transition") !== (action["targetStorageClass"] === "archive"), NO_SCHEMA],
    [({ selection }) => selection["storageClass"] !== undefined && !/^(standard|archive)$/.test(textOf(selection["storageClass"])), NO_SCHEMA],
    [({ selection }) => (selection["storageClass"] === "archive") !== (selection["countType"] === "sinceImageTransitioned"), "storageClass archive goes with sinceImageTransitioned alone"],
    [({ selection, action }) => selection["countType"] === "sinceImagePulled" && action["type"] !== "transition", "sinceImagePulled only transitions"],
    [({ selection, action }) => selection["countType"] === "sinceImageTransitioned" && action["type"] !== "expire", "sinceImageTransitioned only expires"],
    [({ selection }) => selection["countType"] === "sinceImageTransitioned" && Number(selection["countNumber"]) < 90, "archived images stay for 90 days at least"],
];

/**
 * Returns why ECR refuses a lifecycle policy.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
 */
export function refuseLifecycle(text: string): AwsError | undefined {
    const document = readJson(text);
    const rules = listOf(propsOf(document)["rules"]);
    const fault = !isProps(document) || !fits(document, ["rules"]) || rules.length === 0 || !rules.every(isProps) ? NO_SCHEMA
        : text.length > MAX_LENGTH ? `the policy has more than ${MAX_LENGTH} characters`
        : rules.length > MAX_RULES ? `the policy has more than ${MAX_RULES} rules`
        : rules.map(refuseRule).find((found) => found !== undefined) ?? refuseTogether(rules.map(propsOf));
    return fault === undefined ? undefined : invalidParameter("LifecyclePolicyText", `Lifecycle policy validation failure: ${fault}`);
}

function refuseRule(rule: unknown): string | undefined {
    const [all, selection] = [propsOf(rule), propsOf(propsOf(rule)["selection"])];
    const tags = [...listOf(selection["tagPatternList"]), ...listOf(selection["tagPrefixList"])];
    return REFUSALS.find(([when]) => when({ rule: all, selection, action: propsOf(all["action"]), tags }))?.[1];
}

function refuseTogether(rules: readonly Props[]): string | undefined {
    const priorities = rules.map((rule) => Number(rule["rulePriority"]));
    const ofClass = (name: string) => rules.map((rule) => propsOf(rule["selection"])).filter((selection) => (textOf(selection["storageClass"]) || "standard") === name);
    for (const selections of [ofClass("standard"), ofClass("archive")]) {
        const prefixes = selections.flatMap((selection) => listOf(selection["tagPrefixList"]));
        if (new Set(prefixes).size < prefixes.length) {
            return "prefixes must be unique";
        }
        if (selections.filter(({ tagStatus }) => tagStatus === "untagged").length > 1) {
            return "only one rule may select untagged images";
        }
    }
    const any = rules.filter((rule) => propsOf(rule["selection"])["tagStatus"] === "any").map((rule) => Number(rule["rulePriority"]));
    return new Set(priorities).size < priorities.length ? "priorities must be unique"
        : any.some((priority) => priority < Math.max(...priorities)) ? "a rule with tagStatus=any must have the highest priority"
        : undefined;
}

function fits(value: Props, names: readonly string[]): boolean {
    return Object.entries(value).every(([name, inner]) => names.includes(name) && inner !== null);
}

function isCount(value: unknown): boolean {
    return Number.isInteger(value) && Number(value) >= 1;
}
