/** Says whether a pattern in which `*` is any number of signs, and `?` one if it is said to be, is all of a text. */
export function isLike(pattern: string, text: string, oneSign = ""): boolean {
    const [first, ...others] = pattern;
    if (first === undefined) {
        return text === "";
    }
    const rest = others.join("");
    if (first === "*") {
        return isLike(rest, text, oneSign) || (text !== "" && isLike(pattern, text.slice(1), oneSign));
    }
    return text !== "" && (first === text[0] || first === oneSign) && isLike(rest, text.slice(1), oneSign);
}
