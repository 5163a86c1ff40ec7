/** What a rule says to people, and its examples, which are what the rule is tested with. */
const DATA = /^(?:id|title|why|severity|level|fix|url|references|reads|description|good|bad)$/;

/** Names of what is a sentence or a part of one. */
const PROSE = /^[^]*\S [^]*\S[^]*$/;

/** Leaves out data that no test could judge: what people read, and what rules are tested with. */
const data = {
    shouldIgnore(path) {
        if (path.isObjectProperty() && !path.node.computed && DATA.test(path.node.key.name ?? "")) {
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

function isData(path) {
    return path.isObjectProperty() && DATA.test(path.node.key.name ?? "") && path.getFunctionParent() === null;
}

function isTop(path) {
    return (path.isFunctionDeclaration() || path.isVariableDeclarator()) && path.getFunctionParent() === null;
}

function isProse(path) {
    if (path.isTemplateLiteral()) {
        return path.node.quasis.some(({ value }) => value.raw.includes(" "));
    }
    return path.isStringLiteral() && PROSE.test(path.node.value) && /^[A-Z]|[.,:;]|(?:\S+ ){3}/.test(path.node.value);
}
