import * as v from "valibot";
import { closedMap, listOf, needed, optional, text, word } from "../model/config-field";
import { formatSuggestion } from "../model/nearest-word";
import { isMap } from "../model/one-of";
import { formatList } from "../model/word-list";
import { DEFAULT_PRESET, PRESETS } from "./presets";
import type { Level, Rule } from "./rule";
import { settingField } from "./setting-field";

/** What a violation can do, most first. */
export const LEVELS: readonly Level[] = ["mandatory", "advisory", "disabled"];

/** Returns what reads a project's file that is about these rules. */
export function fileSchema(rules: readonly Rule[]) {
    return closedMap("a map", {
        preset: optional("The level of each rule.", word(formatList(PRESETS, "or"), PRESETS), DEFAULT_PRESET),
        settings: optional("Settings of every rule that has one of the name.", sharedSettings(rules), "none"),
        rules: optional("What is set for single rules.", ruleEntries(rules), "none"),
        exemptions: optional("Violations that may be.", listOf("a list of exemptions", exemption(rules)), "none"),
    });
}

function sharedSettings(rules: readonly Rule[]): v.GenericSchema<unknown, Readonly<Record<string, unknown>>> {
    const all = rules.flatMap(({ settings = {} }) => Object.entries(settings));
    const names = [...new Set(all.map(([name]) => name))];
    return mapByKey("a map of settings", `a setting that some rule has: ${names.join(", ")}`, names, (name) =>
        v.intersect(all.filter(([other]) => other === name).map(([, schema]) => settingField(schema))));
}

function ruleEntries(rules: readonly Rule[]): v.GenericSchema<unknown, Readonly<Record<string, unknown>>> {
    const byId = new Map(rules.map((rule) => [rule.id, rule]));
    return mapByKey("a map from rules to levels and settings", "a rule's id", [...byId.keys()], (id) =>
        ruleEntry(byId.get(id)?.settings ?? {}));
}

/** A level as a word, or a map with it and settings. */
function ruleEntry(settings: NonNullable<Rule["settings"]>): v.GenericSchema {
    const level = word(formatList(LEVELS, "or"), LEVELS);
    const fields = Object.entries(settings).map(([name, schema]) => [name, v.exactOptional(settingField(schema))]);
    const map = closedMap(`${formatList(LEVELS, "or")}, or a map`, { level: v.exactOptional(level), ...Object.fromEntries(fields) });
    return v.lazy((input) => (typeof input === "string" ? level : map));
}

/** A map whose keys are known, each with a field of its own; of an unknown one just the nearest is named. */
function mapByKey(
    takes: string,
    key: string,
    known: readonly string[],
    field: (key: string) => v.GenericSchema,
): v.GenericSchema<unknown, Readonly<Record<string, unknown>>> {
    const fieldOf = (name: string) => (known.includes(name) ? field(name) : v.never(key + formatSuggestion(name, known)));
    return v.pipe(
        v.custom<Readonly<Record<string, unknown>>>(isMap, takes),
        v.lazy((map) => v.looseObject(Object.fromEntries(keysOf(map).map((name) => [name, fieldOf(name)])))),
        v.title(takes),
    );
}

function keysOf(map: unknown): readonly string[] {
    return isMap(map) ? Object.keys(map) : [];
}

function exemption(rules: readonly Rule[]) {
    const ids = rules.map(({ id }) => id);
    const said = (takes: string) => text(takes, (written) => written.trim() !== "");
    return closedMap("an exemption", {
        rule: needed("The rule.", text("a rule's id", (id) => ids.includes(id), ids)),
        resource: needed("The resource.", text("a resource's name or URN; * stands for any characters, but not alone", isBounded)),
        stack: optional("The stack.", said("a stack's name; * stands for any characters"), "any"),
        reason: needed("Why.", said("why it may be so")),
        owner: needed("Who answers for it.", said("who answers for it")),
        expires: needed("The last day that it holds for.", text("the last day that it holds for, such as 2027-03-31", isDay)),
    });
}

/** A rule that does not hold anywhere is to be switched off. Colons and the like are in every URN. */
function isBounded(pattern: string): boolean {
    return /[^*:$/\s]/.test(pattern.replace(/^urn:pulumi:/, ""));
}

function isDay(written: string): boolean {
    const time = /^\d{4}-\d\d-\d\d$/.test(written) ? Date.parse(`${written}T00:00:00Z`) : NaN;
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(written);
}
