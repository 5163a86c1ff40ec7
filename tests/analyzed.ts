import type { Policies } from "@pulumi/policy";
import * as proxy from "@pulumi/policy/proxy";
import * as server from "@pulumi/policy/server";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { policiesOf } from "../policies/adapter";
import type { ExemptionUse } from "../policies/exemption-use";
import type { Facts, Rule } from "../policies/rule";

/** How the engine writes a text that is not known yet; the package's type declarations leave it out. */
export const { unknownStringValue: UNKNOWN } = proxy as unknown as { readonly unknownStringValue: string };

/** What the engine would be told. */
export interface Diagnostic {
    readonly policy: string;
    readonly level: "advisory" | "mandatory";
    readonly message: string;
    readonly urn: string;
}

type Answer = (error: Error | null, response: proto.AnalyzeResponse | undefined) => void;

type MakeAnalyze<Request> = (
    pack: string,
    version: string,
    level: string,
    policies: Policies,
) => (call: { request: Request }, answer: Answer) => void;

/** What the package's server has and its type declarations leave out. */
const { makeAnalyzeRpcFun, makeAnalyzeStackRpcFun } = server as unknown as {
    readonly makeAnalyzeRpcFun: MakeAnalyze<proto.AnalyzeRequest>;
    readonly makeAnalyzeStackRpcFun: MakeAnalyze<proto.AnalyzeStackRequest>;
};

/**
 * Analyses resources as the engine has it done: each alone, then all together, over the real server's functions.
 *
 * @param outputs the resources as they are shown together
 * @param use what may be all the same
 */
export async function analyzed(
    rules: readonly Rule[],
    resources: readonly Facts[],
    outputs = resources,
    use?: ExemptionUse,
): Promise<readonly Diagnostic[]> {
    const policies = policiesOf(rules, use);
    const alone = await Promise.all(
        resources.map((facts) => ask(makeAnalyzeRpcFun, policies, aloneRequest(facts), facts.urn)),
    );
    return [...alone.flat(), ...(await ask(makeAnalyzeStackRpcFun, policies, stackRequest(outputs), ""))];
}

/** Returns the rule as it is where a team has switched it on. */
export function switchedOn(rule: Rule): Rule {
    return rule.level === "disabled" ? { ...rule, level: "advisory" } : rule;
}

/** Analyses resources by one rule, and returns what is said of the first. */
export async function analyzedFirst(rule: Rule, resources: readonly Facts[]): Promise<readonly Diagnostic[]> {
    return (await analyzed([rule], resources)).filter(({ urn }) => urn === resources[0]?.urn);
}

function ask<Request>(
    make: MakeAnalyze<Request>,
    policies: Policies,
    request: Request,
    urn: string,
): Promise<readonly Diagnostic[]> {
    return new Promise((resolve, reject) => {
        make(
            "pack",
            "0.0.1",
            "advisory",
            policies,
        )({ request }, (error, response) =>
            response === undefined
                ? reject(error)
                : resolve(response.getDiagnosticsList().map((diagnostic) => read(diagnostic, urn))),
        );
    });
}

function read(diagnostic: proto.AnalyzeDiagnostic, urn: string): Diagnostic {
    return {
        policy: diagnostic.getPolicyname(),
        level: diagnostic.getEnforcementlevel() === proto.EnforcementLevel.MANDATORY ? "mandatory" : "advisory",
        message: diagnostic.getMessage(),
        urn: diagnostic.getUrn() || urn,
    };
}

export function aloneRequest({ type, name, urn, props }: Facts): proto.AnalyzeRequest {
    const request = new proto.AnalyzeRequest();
    request.setType(type);
    request.setName(name);
    request.setUrn(urn);
    request.setProperties(structOf(props));
    request.setOptions(new proto.AnalyzerResourceOptions());
    return request;
}

function stackRequest(all: readonly Facts[]): proto.AnalyzeStackRequest {
    const request = new proto.AnalyzeStackRequest();
    request.setResourcesList(all.map(stackResource));
    return request;
}

function stackResource({ type, name, urn, props, propertyDependencies, dependencies }: Facts): proto.AnalyzerResource {
    const resource = new proto.AnalyzerResource();
    resource.setType(type);
    resource.setName(name);
    resource.setUrn(urn);
    resource.setProperties(structOf(props));
    resource.setOptions(new proto.AnalyzerResourceOptions());
    resource.setDependenciesList([...dependencies]);
    for (const [property, urns] of Object.entries(propertyDependencies)) {
        const sources = new proto.AnalyzerPropertyDependencies();
        sources.setUrnsList([...urns]);
        resource.getPropertydependenciesMap().set(property, sources);
    }
    return resource;
}

function structOf(props: Facts["props"]): Struct {
    return Struct.fromJavaScript(props as Record<string, JavaScriptValue>);
}
