import { PolicyPack } from "@pulumi/policy";
import { policiesOf } from "./adapter";
import { rules } from "./rules";

// Serves at once, so nothing else is done here and no test imports this file.
new PolicyPack("pulumi-registries", { policies: policiesOf(rules) });
