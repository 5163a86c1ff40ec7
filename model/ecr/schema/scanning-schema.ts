import * as v from "valibot";
import { closedMap, listOf, needed, optional, text, word } from "../../config-field";
import type { ScanningSpec } from "../ecr-part-spec";

/**
 * Without two signs in a row that are neither letters, digits nor `*`.
 *
 * Source: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ScanningRepositoryFilter.html (`filter`)
 */
const FILTER = /^[a-z0-9*]+(?:[._/-][a-z0-9*]+)*$/;

/** Source: as above */
const FILTER_LENGTH_MAX = 255;

const FILTERS_TAKE = "a list of at least one pattern of repositories' names";

/** The keys of a rule of scanning. */
export const SCAN_RULE_KEYS = {
    frequency: needed("When: as images are pushed, or whenever a flaw comes to be known.", word("push or continuous", ["push", "continuous"])),
    repositories: needed("Which repositories. Without a *, all whose names have the text anywhere in them.", v.pipe(
        listOf(FILTERS_TAKE, text(
            "a pattern of a-z 0-9 . _ - / with * for any text, such as team-a/*",
            (filter) => filter.length <= FILTER_LENGTH_MAX && FILTER.test(filter),
        )),
        v.minLength(1, FILTERS_TAKE),
        v.title(FILTERS_TAKE),
    )),
};

const SCANNING_TAKES = "a map with at least type";

/** The keys of scanning. */
export const SCANNING_KEYS = {
    type: needed("Who scans: Amazon ECR, or for a price Amazon Inspector.", word("basic or enhanced", ["basic", "enhanced"])),
    rules: optional(
        "What is scanned when. What no rule names is scanned when somebody asks for it with basic, and never with enhanced.",
        listOf("a list of rules", closedMap("a map with frequency and repositories", SCAN_RULE_KEYS)),
        "all repositories, with basic on push, with enhanced continuously",
    ),
};

/** Who scans, and what. */
export const SCANNING_SCHEMA = v.pipe(
    closedMap(SCANNING_TAKES, SCANNING_KEYS),
    v.transform(({ type, rules = [scanAll(type)] }): ScanningSpec => ({ type, rules })),
    v.title(SCANNING_TAKES),
);

function scanAll(type: ScanningSpec["type"]): ScanningSpec["rules"][number] {
    return { frequency: type === "basic" ? "push" : "continuous", repositories: ["*"] };
}
