/** What an intent may be; `list` is to see the names of all repositories. */
export type Right = "list" | "pull" | "push" | "delete";
