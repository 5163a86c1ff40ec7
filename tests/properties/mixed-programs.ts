import fc from "fast-check";
import type { Facts } from "../../policies/rule";
import { registryWish } from "./acr-programs";
import { writeRegistry } from "./acr-writers";
import { writeBuild } from "./build-writers";
import { buildWish } from "./builds";
import { ecrProgram } from "./ecr-programs";
import { writtenRef } from "./image-refs";
import { workloads } from "./workloads";

/** Programs with a registry of Azure, repositories of Amazon ECR, a build and something that runs images. */
export const mixedProgram: fc.Arbitrary<readonly Facts[]> = fc
    .record({ wish: registryWish, ecr: ecrProgram, build: buildWish, refs: fc.array(writtenRef, { minLength: 2, maxLength: 2 }), workload: fc.constantFrom(...workloads) })
    .map(({ wish, ecr, build, refs, workload }) => {
        const names = refs.map(({ text }) => text);
        const image = writeBuild({ ...build, stack: "contoso" });
        const pushed = { ...image, props: { ...image.props, tags: names } };
        return [...writeRegistry(wish, "registry", "contoso"), ...ecr.resources, pushed, { ...workload.write(names.slice(0, workload.most)), name: "workload" }];
    });
