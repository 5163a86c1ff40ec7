import type { PushedImage } from "../pushed-image";
import { selects, specSelection } from "./image-selection";
import type { LifecycleRuleSpec } from "./lifecycle-spec";

/** Returns what people should know of rules that are no mistakes, once each; `lifecycle[0]` is the first rule. */
export function listLifecycleNotices(rules: readonly LifecycleRuleSpec[], images: readonly PushedImage[] = []): readonly string[] {
    const say = (isOf: (rule: LifecycleRuleSpec) => boolean, notice: string): readonly string[] => {
        const places = rules.flatMap((rule, index) => (isOf(rule) ? [`lifecycle[${index}]`] : []));
        return places.length === 0 ? [] : [`${places.join(", ")}: ${notice}`];
    };
    return [
        ...say(hasManyTags, "an image has to have a tag for each entry of the list; for one or the other write two rules"),
        ...say((rule) => "untagged" in rule && !rule.archive, UNTAGGED),
        ...say((rule) => "any" in rule && "keep" in rule, ANY_KEEP),
        ...say((rule) => countTogether(rule, images), COUNTED_TOGETHER),
        ...say(({ archive }) => archive, "what is archived answers pulls with 404 until it is restored or pushed again, and is paid for 90 days"),
        ...say((rule) => "pulledDays" in rule, PULLED),
    ];
}

/**
 * Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html#lp_evaluation_rules,
 * and for what has been seen https://github.com/docker/buildx/issues/940
 */
const UNTAGGED = "what is deployed by a digest whose tag was moved goes too; the parts of images with several platforms "
    + "have no tag either: ECR says that they stay as long as the image, but not everybody has seen that";

/** Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-signing.html (signatures count as images) */
const ANY_KEEP = "it counts all that has a digest: the parts of images with several platforms, attestations and signatures too";

const COUNTED_TOGETHER = "it counts several images of this stack together, so of one that is pushed seldom it may keep none";

/** Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html#lp_evaluation_rules */
const PULLED = "what runs on without being pulled is archived too, and of an image that was never pulled the days since its push count";

function hasManyTags(rule: LifecycleRuleSpec): boolean {
    return ("tagPatterns" in rule && rule.tagPatterns.length > 1) || ("tagPrefixes" in rule && rule.tagPrefixes.length > 1);
}

function countTogether(rule: LifecycleRuleSpec, images: readonly PushedImage[]): boolean {
    const counted = images.filter(({ tags }) => "keep" in rule && selects(specSelection(rule), tags));
    return new Set(counted.map(({ repository }) => repository)).size < counted.length;
}
