import { CLASSIC, child, classic, genericRegistry, GENERIC, registry } from "../policies/examples";
import { facts } from "../policies/facts";
import type { Facts, Props } from "../policies/rule";
import { UNKNOWN } from "./analyzed";
import { testCases, type Case } from "./rule-cases";

const TOKEN = `npm_${"a1B2c3".repeat(6)}`;
const encode = (text: string) => Buffer.from(text).toString("base64");
const task = (step: Props): [Facts] => [child("Task", { step })];
const commands = (text: string) => task({ encodedTaskContent: encode(`steps:\n  - cmd: ${text}\n`) });
const inClear = (...places: readonly string[]) => [`In clear: ${places.join(", ")}.`];
const PASSWORD = inClear("a password in step.encodedTaskContent");

testCases("acr-task-no-inline-secret", [
    ["a key by its name, and by its form", task({ arguments: [{ name: "DEPLOY_KEY", value: "k" }, { name: "CONFIG", value: "-----BEGIN OPENSSH PRIVATE KEY-----" }] }), inClear("step.arguments[0]", "step.arguments[1]")],
    ["a token by its form that is marked", task({ values: [{ name: "CONFIG", value: TOKEN, isSecret: true }] }), []],
    ["what is marked and not known yet", task({ values: [{ name: "CONFIG", value: UNKNOWN, isSecret: true }] }), []],
    ["what is not known yet, and named like a secret", task({ values: [{ name: "NPM_TOKEN", value: UNKNOWN }] }), inClear("step.values[0]")],
    ["what is not known yet, and may be a secret", task({ values: [{ name: "CONFIG", value: UNKNOWN }] }), ["Undecided: step.values[0].value is not known yet."]],
    ["two of the classic provider", [classic("RegistryTask", { fileStep: { values: { CONFIG: TOKEN, A_TOKEN: "…", USE_TOKEN: "true" } } })], inClear("fileStep.values")],
    ["a switch of the classic provider", [classic("RegistryTask", { dockerStep: { arguments: { USE_TOKEN: "true", NPM_TOKEN: "" } } })], []],
    ["a build argument among the commands", commands(`x\n  - build: --build-arg NPM_TOKEN=${TOKEN} -t x .`), inClear("a token of npm in step.encodedTaskContent")],
    ["values in Base64", task({ encodedValuesContent: encode(`npm: ${TOKEN}`) }), inClear("a token of npm in step.encodedValuesContent")],
    ["commands of the classic provider as they are", [classic("RegistryTask", { encodedStep: { taskContent: "steps:\n - cmd: docker login x -p a b" } })], inClear("a password in encodedStep.taskContent")],
    ["a password of any command", commands("mytool --password=hunter2"), PASSWORD],
    ["a password in quotes", commands(`bash -c "docker login x -u a -p \\"hunter2\\""`), PASSWORD],
    ["a password on a line of its own", commands(">\n      az login --service-principal\n      -u a\n      -p hunter2"), PASSWORD],
    ["a login by its image", commands("ghcr.io/oras-project/oras:v1.3.0 login x -u a -p hunter2"), PASSWORD],
    ...["$PASSWORD", "\"$PASSWORD\"", "{{.Secrets.password}}", "'{{ .Secrets.password }}'", "%PASSWORD%", "$(cat p)", "`cat p`"].map(
        (given): Case => [`what a run fills in: ${given}`, commands(`docker login x -u a -p ${given} --password ${given} && x --password=${given}`), []],
    ),
    ["what a run fills in, of a form", commands("x //npm.contoso.com/:_authToken={{.Secrets.npm}}"), []],
    ["a password from a pipe", commands("bash -c 'echo $P | docker login x -u a --password-stdin'"), []],
    ["a port of the command behind", commands("bash -c 'docker login x -u a -p $P && docker run -p 80:80 x'"), []],
    ["a port of the next step", commands("docker login x -u a -p $P\n  - cmd: docker run -p 80:80 x"), []],
    ["a port of the next line", commands("|\n      docker login x -u a -p $P\n      docker run -p 80:80 x"), []],
    ["a port of what is called login", commands("docker run --name login -p 80:80 contoso/login"), []],
    ["a folder", commands("mkdir -p login"), []],
]);

const APPS = ["appService:AppService", "functionApp:FunctionApp", "slot:Slot", "functionAppSlot:FunctionAppSlot"];
const older = (type: string, props: Props): [Facts] => [facts(`azure:appservice/${type}`, props)];
const NAME = "DOCKER_REGISTRY_SERVER_PASSWORD";
const REFERENCE = "@microsoft.keyvault(SecretUri=https://contoso.vault.azure.net/secrets/registry)";
const config = (resourceType: string, properties: Props): [Facts] => [facts(GENERIC, { resourceProviderNamespace: "Microsoft.Web", resourceType, properties })];
const ACR = "contoso.azurecr.io";
const kept = (value: string, url: unknown) => older("linuxWebApp:LinuxWebApp", { siteConfig: { applicationStack: { dockerRegistryPassword: value, dockerRegistryUrl: url } } });
const STACK_PASSWORD = ["siteConfig.applicationStack.dockerRegistryPassword is a registry's password."];

testCases("webapp-no-registry-password", [
    ...APPS.map((type): Case => [type, older(type, { appSettings: { [NAME]: "…" } }), [`appSettings.${NAME} is a registry's password.`]]),
    ["code of an older type", older("appService:AppService", { siteConfig: { linuxFxVersion: "NODE|22-lts" }, appSettings: UNKNOWN }), []],
    ["settings as a free-form resource", config("sites/config", { [NAME]: "…" }), [`properties.${NAME} is a registry's password.`]],
    ["settings of a slot as a free-form resource", config("sites/slots/config", { [NAME]: "…" }), [`properties.${NAME} is a registry's password.`]],
    ["a reference for another registry", kept(REFERENCE, "https://ghcr.io"), []],
    ["a reference for a registry that takes identities", kept(REFERENCE, `https://${ACR}`), STACK_PASSWORD],
    ["a reference for a registry that is not known yet", kept(REFERENCE, UNKNOWN), ["Undecided: siteConfig.applicationStack.dockerRegistryUrl is not known yet."]],
    ["what only contains a reference", kept(`x${REFERENCE}`, "https://ghcr.io"), STACK_PASSWORD],
]);

const moving = (path: string) => [`Images that move: ${path}.`];

testCases("webapp-image-is-pinned", [
    ...APPS.map((type): Case => [type, older(type, { siteConfig: { linuxFxVersion: `DOCKER|${ACR}/web:latest` } }), moving("siteConfig.linuxFxVersion")]),
    ["a configuration as a free-form resource", config("sites/config", { linuxFxVersion: `DOCKER|${ACR}/web:latest` }), moving("properties.linuxFxVersion")],
    ["another type of the classic provider", older("plan:Plan", { siteConfig: { linuxFxVersion: `DOCKER|${ACR}/web` } }), []],
]);

const workflow = (registryUrl: string, registryPassword: string): Props => ({ githubActionConfiguration: { registryInfo: { registryUrl, registryPassword } } });
const IN_WORKFLOW = "githubActionConfiguration.registryInfo has a password.";

testCases("containerapp-no-registry-password", [
    ["a workflow without a password", [facts("azure-native:app:ContainerAppsSourceControl", workflow(ACR, ""))], []],
    ["a workflow for a registry that is left alone", [facts("azure-native:app:ContainerAppsSourceControl", workflow("https://ghcr.io", "…"))], [], { hosts: ["ghcr.io"] }],
    ["a workflow for another registry", [facts("azure-native:app:ContainerAppsSourceControl", workflow(ACR, "…"))], [IN_WORKFLOW], { hosts: ["ghcr.io"] }],
    ["a workflow, free-form", [facts(GENERIC, { resourceProviderNamespace: "Microsoft.App", resourceType: "containerApps/sourcecontrols", properties: workflow(ACR, "…") })], [`properties.${IN_WORKFLOW}`]],
]);

const secret = (content: string): [Facts] => [facts("kubernetes:core/v1:Secret", { type: "Opaque", stringData: { "config.json": content } })];

testCases("k8s-no-registry-password", [
    ["logins in a file of any program", secret(JSON.stringify({ auths: { [ACR]: { auth: "…" } } })), ["stringData[config.json] has a password."]],
    ["logins at other registries in it", secret(JSON.stringify({ auths: { "ghcr.io": { auth: "…" } } })), []],
    ["a file of another program", secret(JSON.stringify({ [ACR]: { auth: "…" } })), []],
    ["a file of another program that is no JSON", secret("listen 80"), []],
]);

const templated = (type: string): [Facts] => [facts(`kubernetes:${type}`, { spec: { template: { spec: { containers: [{ image: "web:latest" }] } } } })];
const IN_TEMPLATE = moving("spec.template.spec.containers[0].image");
const pod = (image: string): [Facts] => [facts("kubernetes:core/v1:Pod", { spec: { containers: [{ image }] } })];

testCases("k8s-image-is-pinned", [
    ["a rollout", templated("argoproj.io/v1alpha1:Rollout"), IN_TEMPLATE],
    ["a patch of a rollout", templated("argoproj.io/v1alpha1:RolloutPatch"), IN_TEMPLATE],
    ["a service of Knative", templated("serving.knative.dev/v1:Service"), IN_TEMPLATE],
    ["a service of Kubernetes", templated("core/v1:Service"), []],
    ["a group that looks like Argo's", templated("argoprojxio/v1alpha1:Rollout"), []],
    ["a digest without an algorithm", pod(`web@${"0".repeat(64)}`), moving("spec.containers[0].image")],
    ["a digest that is not of hexadecimal digits", pod("web@sha256:latest"), moving("spec.containers[0].image")],
    ["a digest of another algorithm", pod(`web@sha512:${"0a".repeat(64)}`), []],
]);

const ruled = (ipRules: unknown, props: Props = {}): [Facts] => [registry({ networkRuleSet: { defaultAction: "Deny", ipRules }, ...props })];
const WIDE = "networkRuleSet.ipRules[0] is a range wider than /8.";

testCases("acr-network-restricted", [
    ["an address", ruled([{ iPAddressOrRange: "198.51.100.7" }]), []],
    ["a range of /8", ruled([{ iPAddressOrRange: "10.0.0.0/8" }]), []],
    ["a range of /7", ruled([{ iPAddressOrRange: "10.0.0.0/7" }]), [WIDE]],
    ["half of all addresses beside one that is not known yet", ruled([{ iPAddressOrRange: "0.0.0.0/1" }, { iPAddressOrRange: UNKNOWN }]), [WIDE]],
    ["an address that is not known yet", ruled([{ iPAddressOrRange: UNKNOWN }]), ["Undecided: networkRuleSet.ipRules[0].iPAddressOrRange is not known yet."]],
    ["all addresses, of a registry that is closed", ruled([{ iPAddressOrRange: "0.0.0.0/0" }], { publicNetworkAccess: "Disabled" }), []],
    ["an address, of a registry of which nobody knows yet whether it is closed", ruled([{ iPAddressOrRange: "198.51.100.7" }], { publicNetworkAccess: UNKNOWN }), []],
    ["all addresses, free-form", [genericRegistry({ networkRuleSet: { defaultAction: "Deny", ipRules: [{ value: "0.0.0.0/0" }] } })], [`properties.${WIDE}`]],
    ["all addresses, classic", [facts(CLASSIC, { sku: "Premium", networkRuleSet: { defaultAction: "Deny", ipRules: [{ ipRange: "0.0.0.0/0" }] } })], [WIDE]],
]);

const TYPE = "Microsoft.ContainerRegistry/registries";
const azapi = (type: string, body: unknown, token = "index/resource:Resource"): [Facts] => [facts(`azapi:${token}`, { type, body })];
const ON = { properties: { adminUserEnabled: true } };
const IS_ON = ["body.properties.adminUserEnabled is true."];
const DATED = `${TYPE}@2025-04-01`;
const template = (...types: readonly string[]) => ({ resources: types.map((type) => ({ type })) });
const undecidedAt = (path: string) => [`Undecided: a registry is in ${path}, which is not read here.`];
const deployment = (properties: Props, type = "Deployment"): [Facts] => [facts(`azure-native:resources:${type}`, { properties })];
const NATIVE = ["Deployment", "DeploymentAtScope", "DeploymentAtSubscriptionScope", "DeploymentAtManagementGroupScope", "DeploymentAtTenantScope"];
const OLDER = ["core/resourceGroupTemplateDeployment:ResourceGroupTemplateDeployment", "core/subscriptionTemplateDeployment:SubscriptionTemplateDeployment", "management/groupTemplateDeployment:GroupTemplateDeployment"];

testCases("acr-no-admin-user", [
    ["azapi, as JSON", azapi(DATED, JSON.stringify(ON)), IS_ON],
    ["azapi, of another module", azapi(DATED, ON, "resources/resource:Resource"), IS_ON],
    ["azapi, of what changes one", azapi(DATED.toLowerCase(), ON, "index/updateResource:UpdateResource"), IS_ON],
    ["azapi, what is no JSON", azapi(DATED, "pa55"), ["Undecided: body is no JSON."]],
    ["azapi, what is not known yet", azapi(DATED, UNKNOWN), ["Undecided: body is not known yet."]],
    ["azapi, another type", azapi(`${TYPE}/tasks@2025-04-01`, ON), []],
    ["azapi, nothing said", azapi(DATED, {}), []],
    ...NATIVE.map((type): Case => [type, deployment({ template: template("Microsoft.Web/sites", TYPE) }, type), undecidedAt("properties.template")]),
    ["a stack of deployments", [facts("azure-native:resources:DeploymentStackAtResourceGroup", { template: template(TYPE) })], undecidedAt("template")],
    ...OLDER.map((type): Case => [type, [facts(`azure:${type}`, { templateContent: JSON.stringify(template(TYPE.toLowerCase())) })], undecidedAt("templateContent")]),
    ["the oldest of the classic provider", [facts("azure:core/templateDeployment:TemplateDeployment", { templateBody: JSON.stringify(template(TYPE)) })], undecidedAt("templateBody")],
    ["a template in a template", deployment({ template: { inner: JSON.stringify(template(TYPE)) } }), undecidedAt("properties.template")],
    ["a template that only names a registry", deployment({ template: { outputs: `[resourceId('${TYPE}', 'contoso')]`, ...template(`${TYPE}/tasks`) } }), []],
    ["a template that is not known yet", deployment({ template: UNKNOWN }), ["Undecided: properties.template is not known yet."]],
    ["parameters that are not known yet", deployment({ parameters: UNKNOWN, template: template("Microsoft.Web/sites") }), []],
]);

const replicated = (props: Props): [Facts] => [facts(CLASSIC, { sku: "Standard", ...props })];

testCases("acr-premium-for-replication", [
    ["no region in older majors", replicated({ georeplicationLocations: [] }), []],
    ["regions in older majors", replicated({ georeplicationLocations: ["northeurope"] }), ["sku of example is Standard."]],
    ["regions of older majors in azure-native, which has no such property", [registry({ sku: { name: "Basic" }, georeplicationLocations: ["northeurope"] })], []],
]);
