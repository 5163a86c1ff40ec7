import { textOf, type Props } from "../provider/wire";
import { arnOf, hostOf, partitionOf, type Place } from "./arn";
import { AwsError } from "./aws-error";
import type { AwsCloud } from "./cloud";
import { bareUrl, kindOf, showEntry } from "./kinds";
import { PUBLIC_REGION } from "./options";

/** How long a token lasts, in seconds. @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_AuthorizationData.html */
const TOKEN_SECONDS = 12 * 3_600;

/** The session of whoever deploys. */
const SESSION = "assumed-role/deployer/session";

const OIDC_PROVIDER = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";

/** A function of the provider: what it asks, and how it comes to its answer. */
interface Invoked {
    readonly service: string;
    readonly action: string;
    readonly act: () => Props;
}

/** Returns a function of pulumi-aws. @throws {Error} If the double does not know it. */
export function invoke(token: string, args: Props, cloud: AwsCloud, place: Place): Invoked {
    const functions: Readonly<Record<string, Invoked>> = {
        "aws:index/getCallerIdentity:getCallerIdentity": { service: "STS", action: "GetCallerIdentity", act: () => ({
            accountId: cloud.account, arn: arnOf("sts", { ...place, region: "" }, SESSION), id: cloud.account, userId: "AROA1234567890EXAMPLE:session",
        }) },
        "aws:index/getRegion:getRegion": { service: "EC2", action: "DescribeRegions", act: () => ({
            description: place.region, endpoint: `ec2.${place.region}.amazonaws.com`, id: place.region, name: place.region, region: place.region,
        }) },
        "aws:index/getPartition:getPartition": { service: "STS", action: "", act: () => ({
            partition: partitionOf(place.region), id: partitionOf(place.region), dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws",
        }) },
        "aws:ecr/getAuthorizationToken:getAuthorizationToken": { service: "ECR", action: "GetAuthorizationToken", act: () => ({
            ...issue(cloud, place.region), proxyEndpoint: `https://${hostOf({ ...place, account: textOf(args["registryId"]) || place.account })}`, id: place.region, region: place.region,
            ...(args["registryId"] === undefined ? {} : { registryId: args["registryId"] }),
        }) },
        "aws:ecrpublic/getAuthorizationToken:getAuthorizationToken": { service: "ECR Public", action: "GetAuthorizationToken", act: () => {
            if (place.region !== PUBLIC_REGION) {
                throw new AwsError("RequestError", `send request failed, Post "https://api.ecr-public.${place.region}.amazonaws.com/": no such host`, 0);
            }
            return { ...issue(cloud, "public"), id: place.region, region: place.region };
        } },
        "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider": { service: "IAM", action: "GetOpenIDConnectProvider", act: () => {
            const arn = textOf(args["arn"]) || arnOf("iam", place, `oidc-provider/${bareUrl(args["url"])}`);
            const found = cloud.find(OIDC_PROVIDER, arn, "");
            if (found === undefined) {
                throw new AwsError("NoSuchEntity", `OpenIDConnect Provider not found for arn ${arn}`, 404);
            }
            return { tags: {}, ...showEntry(kindOf(OIDC_PROVIDER), found.props, place, cloud.options), id: arn };
        } },
    };
    const known = functions[token];
    if (known === undefined) {
        throw new Error(`the double of pulumi-aws does not know ${token}; tests/aws/invokes.ts has those that it knows`);
    }
    return known;
}

function issue(cloud: AwsCloud, region: string): Props {
    const { password, expiresAt } = cloud.images.issue(region, cloud.options.tokenSeconds ?? TOKEN_SECONDS);
    return { authorizationToken: Buffer.from(`AWS:${password}`).toString("base64"), expiresAt: expiresAt.toISOString(), password, userName: "AWS" };
}
