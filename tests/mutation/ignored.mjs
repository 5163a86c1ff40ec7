/** What a rule says to people or what the type checker holds to a list, and its examples, which the rule is tested with. */
const DATA = /^(?:id|title|why|severity|level|fix|url|references|reads|description|good|bad)$/;

/** A text with at least two words. */
const PROSE = /^[^]*\S [^]*\S[^]*$/;

/** Leaves out data that no test could judge: what people read, and what rules are tested with. */
const data = {
    shouldIgnore(path) {
        if (isData(path)) {
            return "says what the rule is, or is an example";
        }
        if (isOfExamples(path)) {
            return "makes examples";
        }
        return isProse(path) ? "a sentence" : undefined;
    },
};

/** Plugins of Stryker. */
export const strykerPlugins = [{ kind: "Ignore", name: "data", value: data }];

/** Says whether something of the file's top level is used by examples alone. */
function isOfExamples(path, seen = new Set()) {
    const isDeclared = path.isFunctionDeclaration() || path.isVariableDeclarator();
    if (!isDeclared || path.getFunctionParent() !== null || path.node.id?.type !== "Identifier") {
        return false;
    }
    const { referencePaths = [] } = path.scope.getProgramParent().getBinding(path.node.id.name) ?? {};
    seen.add(path.node);
    return referencePaths.length > 0 && referencePaths.every((use) => isExampleUse(use, seen));
}

function isExampleUse(use, seen) {
    const user = use.findParent((above) => isData(above) || isTop(above));
    return user !== null && (isData(user) || seen.has(user.node) || isOfExamples(user, seen));
}

/** Says whether something is such a property of what is made once; what functions return is judged. */
function isData(path) {
    return path.isObjectProperty() && DATA.test(path.node.key.name ?? "") && path.getFunctionParent() === null;
}

function isTop(path) {
    return (path.isFunctionDeclaration() || path.isVariableDeclarator()) && path.getFunctionParent() === null;
}

/** Names of parts, such as `public repository`, are no sentences. */
function isProse(path) {
    if (path.isTemplateLiteral()) {
        return path.node.quasis.some(({ value }) => value.raw.includes(" "));
    }
    return path.isStringLiteral() && PROSE.test(path.node.value) && /^[A-Z]|[.,:;]|(?:\S+ ){3}/.test(path.node.value);
}
