import * as v from "valibot";
import { listOf, optional, text } from "../config-field";
import { CHANNEL_TAKES, isChannel, RELEASE_CHANNELS } from "./tag-channel";
import { isTagPrefix, isTagSuffix } from "./tag-line";
import { PREFIX_TAKES, SUFFIX_TAKES } from "./tag-problem";
import { findTemplateMistakes, TEMPLATE_TAKES } from "./tag-template";

/** A tag to be filled in; all that is wrong with it is said at once. */
const template = v.pipe(
    v.string(TEMPLATE_TAKES),
    v.check(
        (written) => findTemplateMistakes(written).length === 0,
        ({ input }) => `${TEMPLATE_TAKES} (${findTemplateMistakes(String(input)).join(", and ")})`,
    ),
    v.title(TEMPLATE_TAKES),
);

/** The keys of an image that say how its builds are named. */
export const TAG_KEYS = {
    tags: optional(
        "More tags. {version} or {commit} make the name of one build; {major}, {minor} and {patch} a tag that follows "
            + "releases; {branch} one that follows a branch. Others move with each build; latest and stable follow "
            + "releases, as in channels. A tag for which something is not known, such as the branch on a detached HEAD, is left out.",
        listOf("a list of tags", template),
        "none",
    ),
    channels: optional(
        "Tags that follow versions: latest and stable each release, beta each prerelease such as 1.5.0-beta.1, dev each "
            + "derived version. None of them moves backwards.",
        listOf("a list of channels", text(CHANNEL_TAKES, isChannel, RELEASE_CHANNELS)),
        "none",
    ),
    tagPrefix: optional(
        "What stands before every tag of the image, so that images can share a repository.",
        text(PREFIX_TAKES, isTagPrefix),
        "nothing",
    ),
    tagSuffix: optional(
        "What stands behind every tag of the image: 1.4.2-alpine, 1.4-alpine, 1-alpine. Only tags with the same prefix "
            + "and suffix count when floating tags are to move.",
        text(SUFFIX_TAKES, isTagSuffix),
        "nothing",
    ),
};
