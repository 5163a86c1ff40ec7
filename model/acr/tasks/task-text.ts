import * as v from "valibot";
import { mapOf, text } from "../../config-field";
import { isHost, isRepository, isTag } from "../../image-ref";
import { identityId } from "../values/acr-text";
import { isSchedule, SCHEDULE_TAKES } from "./task-cron";
import { OWN_IDENTITY } from "./task-identity";
import { CONTEXT_TAKES, parseGitSource } from "./task-source";

/** What a task's identity has to be. */
const IDENTITY_TAKES = `${OWN_IDENTITY}, or the ARM id of a user-assigned identity`;

/** Any text but an empty one. */
export const filled = (takes: string) => text(takes, (value) => value !== "");

/** The URL of a git repository. */
export const context = () => text(CONTEXT_TAKES, (url) => parseGitSource(url) !== undefined);

/** The time of a timer. */
export const schedule = () => text(SCHEDULE_TAKES, isSchedule);

/** A file of a context. */
export const contextPath = (takes: string) => text(takes, (path) => /^[^/\\\s][^\\\s]*$/.test(path));

/** A branch, which no option of git can be taken for. */
export const branch = () => text("the name of a branch", (name) => /^[\w.][\w./-]*$/.test(name));

/** An identity of a task. */
export const identity = () => text(IDENTITY_TAKES, (value) => value === OWN_IDENTITY || v.is(identityId(), value));

/** Hosts with identities of a task. */
export const logins = () => v.pipe(
    mapOf("a map from registries' hosts to identities of the task", identity()),
    v.check((map) => Object.keys(map).every(isHost), "a map from registries' hosts to identities of the task"),
    v.title("a map from registries' hosts to identities of the task"),
);

/** Values by their names. */
export const values = (takes: string) => mapOf(takes, text("a text (a number, true or false in quotes)", () => true));

/** Says whether a text is a repository with a tag once ACR Tasks has filled in its templates. */
function isImageTemplate(text: string): boolean {
    const image = text.replace(/\{\{[^{}\s]+\}\}/g, "x");
    const colon = image.lastIndexOf(":");
    return colon > 0 && isRepository(image.slice(0, colon)) && isTag(image.slice(colon + 1));
}

/** A repository with a tag, which may have templates. */
export const imageTemplate = () => text("a repository with a tag, such as team-a/web:{{.Run.ID}}", isImageTemplate);
