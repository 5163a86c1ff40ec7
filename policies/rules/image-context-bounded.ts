import { isAbsolute, isRemote, readRelative } from "../build-location";
import { facts } from "../facts";
import { AWSX_IMAGE, BUILD_IMAGE, buildProperties, BUILT_TYPES, DOCKER_IMAGE, type BuildProperty } from "../image-builds";
import { textOf } from "../props";
import type { Facts, Rule, Settings } from "../rule";
import { gather } from "../undecided";

const CONTEXT = { build: ["context.location"], docker: ["build.context"], awsx: ["context"] };

/** How far above the program a repository's top folder may be, unless set otherwise: `infra/prod` is two below. */
const FOLDERS_UP = 2;

/** The context of a build is what the build is made of. */
export const imageContextBounded: Rule = {
    id: "image-context-bounded",
    title: "An image is built from a folder of its own",
    why: "any change in the context builds the image anew, and with the whole repository come .git, settings of stacks and what nobody meant to send",
    severity: "low",
    level: "advisory",
    fix: "Name the folder that the Dockerfile copies from, such as services/web; what it needs besides can be a named context.",
    url: "https://docs.docker.com/build/concepts/context/",
    references: [],
    appliesTo: BUILT_TYPES,
    scope: "resource",
    reads: ["context", "context.location", "build.context"],
    settings: {
        foldersUp: {
            type: "integer",
            minimum: 0,
            default: FOLDERS_UP,
            description: "How many folders above the program the repository's top folder is; what is above that is not of the repository.",
        },
    },

    check(resource, { settings }) {
        return gather(contextOf(resource).map((context) => () => judgeContext(context, settings)));
    },

    good: [
        { title: "a folder", resources: [image("services/web")] },
        { title: "a folder beside the program", resources: [image("../web")] },
        { title: "a folder beside that of the program", resources: [image("..\\..\\services\\web")] },
        { title: "a git repository", resources: [image("https://github.com/contoso/shop.git#v1.4.2")] },
        { title: "an absolute path, which is another rule's matter", resources: [image("/srv/web")] },
        { title: "one far above, as set", resources: [image("../../../../web")], settings: { foldersUp: 4 } },
        { title: "the docker package", resources: [facts(DOCKER_IMAGE, { build: { context: "web" } })] },
        { title: "the docker package, which only pushes", resources: [facts(DOCKER_IMAGE, { imageName: "web:1.4.2" })] },
        { title: "awsx", resources: [facts(AWSX_IMAGE, { context: "./web" })] },
        { title: "awsx without its arguments, whose child tells", resources: [facts(AWSX_IMAGE)] },
    ],
    bad: [
        { title: "the folder of the program", resources: [image("./")], violation: whole("context.location") },
        { title: "the folder of the program, by way of another", resources: [image("web/..")], violation: whole("context.location") },
        { title: "the folder above", resources: [image("../")], violation: whole("context.location") },
        { title: "the folder of the program, by default", resources: [facts(BUILD_IMAGE, { push: true })], violation: whole("context.location") },
        { title: "outside of the repository", resources: [image("../../../web")], violation: outside("context.location") },
        { title: "outside of the repository, as set", resources: [image("../web")], settings: { foldersUp: 0 }, violation: outside("context.location") },
        { title: "the docker package", resources: [facts(DOCKER_IMAGE, { build: { context: "." } })], violation: whole("build.context") },
        { title: "the docker package, by default", resources: [facts(DOCKER_IMAGE, { build: { target: "web" } })], violation: whole("build.context") },
        { title: "awsx", resources: [facts(AWSX_IMAGE, { context: ".." })], violation: whole("context") },
    ],
};

/** The docker package may push what is there, and awsx may show nothing. */
function contextOf(resource: Facts): readonly BuildProperty[] {
    const { type, props } = resource;
    const isGiven = type === BUILD_IMAGE || (props[type === DOCKER_IMAGE ? "build" : "context"] ?? undefined) !== undefined;
    return isGiven ? buildProperties(resource, CONTEXT) : [];
}

function judgeContext({ path, read }: BuildProperty, { foldersUp }: Settings): readonly string[] {
    const location = textOf(read());
    if (isRemote(location) || isAbsolute(location)) {
        return [];
    }
    const { up, below } = readRelative(location);
    return below === "" ? [whole(path)] : up > (typeof foldersUp === "number" ? foldersUp : FOLDERS_UP) ? [outside(path)] : [];
}

function whole(path: string): string {
    return `${path} is the whole folder of the program, or one around it.`;
}

function outside(path: string): string {
    return `${path} leads out of the repository.`;
}

function image(location: string): Facts {
    return facts(BUILD_IMAGE, { push: true, context: { location } });
}
