import assert from "node:assert/strict";
import { formatEcrHost, isAccountId, isPublicEcrHost, parseEcrHost, requireEcrHost, type EcrHost } from "../model/ecr/ecr-host";
import { isAwsRegion, partitionOf } from "../model/ecr/partition";

const ACCOUNT = "012345678901";

const hosts: [host: string, region: string, partition: string, more?: Partial<EcrHost>][] = [
    ["dkr.ecr.eu-central-1.amazonaws.com", "eu-central-1", "aws"],
    ["dkr.ecr.ap-southeast-7.amazonaws.com", "ap-southeast-7", "aws"],
    ["dkr.ecr-fips.us-east-2.amazonaws.com", "us-east-2", "aws", { fips: true }],
    ["dkr-ecr.us-west-2.on.aws", "us-west-2", "aws", { dualStack: true }],
    ["dkr-ecr-fips.us-west-2.on.aws", "us-west-2", "aws", { dualStack: true, fips: true }],
    ["dkr.ecr.cn-north-1.amazonaws.com.cn", "cn-north-1", "aws-cn"],
    ["dkr-ecr.cn-northwest-1.on.amazonwebservices.com.cn", "cn-northwest-1", "aws-cn", { dualStack: true }],
    ["dkr.ecr.cn-north-1.on.amazonwebservices.com.cn", "cn-north-1", "aws-cn", { dualStack: true }],
    ["dkr.ecr.us-gov-east-1.amazonaws.com", "us-gov-east-1", "aws-us-gov"],
    ["dkr.ecr-fips.us-gov-west-1.amazonaws.com", "us-gov-west-1", "aws-us-gov", { fips: true }],
    ["dkr-ecr-fips.us-gov-east-1.on.aws", "us-gov-east-1", "aws-us-gov", { dualStack: true, fips: true }],
    ["dkr.ecr.us-iso-east-1.c2s.ic.gov", "us-iso-east-1", "aws-iso"],
    ["dkr-ecr.us-iso-west-1.on.aws.ic.gov", "us-iso-west-1", "aws-iso", { dualStack: true }],
    ["dkr.ecr.us-isob-east-1.sc2s.sgov.gov", "us-isob-east-1", "aws-iso-b"],
    ["dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk", "eu-isoe-west-1", "aws-iso-e"],
    ["dkr.ecr.us-isof-south-1.csp.hci.ic.gov", "us-isof-south-1", "aws-iso-f"],
    ["dkr.ecr.eusc-de-east-1.amazonaws.eu", "eusc-de-east-1", "aws-eusc"],
];

const foreign: [title: string, host: string][] = [
    ["nothing", ""],
    ["11 digits", "12345678901.dkr.ecr.us-east-1.amazonaws.com"],
    ["13 digits", "1234567890123.dkr.ecr.us-east-1.amazonaws.com"],
    ["letters for an account", "12345678901a.dkr.ecr.us-east-1.amazonaws.com"],
    ["no account", "dkr.ecr.us-east-1.amazonaws.com"],
    ["more before the account", `x${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com`],
    ["a part before the account", `x.${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com`],
    ["the suffix in the middle", `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com.attacker.com`],
    ["the suffix as the start of a word", `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.community`],
    ["the suffix as the end of a word", `${ACCOUNT}.dkr.ecr.us-east-1.evilamazonaws.com`],
    ["a host in the region's place", `${ACCOUNT}.dkr.ecr.evil.example.com.amazonaws.com`],
    ["a dot at the end", `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com.`],
    ["a line's end", `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com\n`],
    ["a port", `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com:443`],
    ["a URL", `https://${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com`],
    ["a repository", `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/web`],
    ["upper case", `${ACCOUNT}.DKR.ECR.us-east-1.amazonaws.com`],
    ["a region in upper case", `${ACCOUNT}.dkr.ecr.US-EAST-1.amazonaws.com`],
    ["no region", `${ACCOUNT}.dkr.ecr.amazonaws.com`],
    ["no such region", `${ACCOUNT}.dkr.ecr.not-real.amazonaws.com`],
    ["a zone", `${ACCOUNT}.dkr.ecr.us-east-1a.amazonaws.com`],
    ["the suffix of China outside of it", `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com.cn`],
    ["a region of China with the suffix of others", `${ACCOUNT}.dkr.ecr.cn-north-1.amazonaws.com`],
    ["a region of China at on.aws", `${ACCOUNT}.dkr-ecr.cn-north-1.on.aws`],
    ["a region of aws-iso with the suffix of aws", `${ACCOUNT}.dkr.ecr.us-iso-east-1.amazonaws.com`],
    ["a suffix that no source names", `${ACCOUNT}.dkr-ecr.eusc-de-east-1.on.amazonwebservices.eu`],
    ["no suffix", `${ACCOUNT}.dkr.ecr.us-east-1`],
    ["the host of the API", "api.ecr.us-east-1.amazonaws.com"],
    ["ECR Public", "public.ecr.aws"],
    ["a registry of Azure", "contoso.azurecr.io"],
];

describe("parseEcrHost()", () => {
    for (const [rest, region, partition, more] of hosts) {
        it(`reads ${rest}`, () => {
            const want = { account: ACCOUNT, region, partition, fips: false, dualStack: false, ...more };
            assert.deepEqual(parseEcrHost(`${ACCOUNT}.${rest}`), want);
            assert.deepEqual(requireEcrHost(`${ACCOUNT}.${rest}`), want);
        });
    }

    for (const [title, host] of foreign) {
        it(`refuses ${title}`, () => {
            assert.equal(parseEcrHost(host), undefined);
            assert.throws(() => requireEcrHost(host), /^RangeError: Cannot read "[^]*" as the host of a private registry of Amazon ECR: it is/);
        });
    }
});

describe("formatEcrHost()", () => {
    for (const [rest, region, partition, more] of hosts.filter(([, , , { fips, dualStack } = {}]) => !fips && !dualStack)) {
        it(`has the host of ${region}, as parseEcrHost() reads it`, () => {
            assert.deepEqual(more, undefined);
            assert.equal(formatEcrHost({ account: ACCOUNT, region }), `${ACCOUNT}.${rest}`);
            assert.equal(partitionOf(region), partition);
        });
    }

    const bad: [account: string, region: string, want: RegExp][] = [
        ["12345678901", "us-east-1", /^RangeError: Cannot read "12345678901" as an account of AWS: its id has 12 digits$/],
        ["0123-4567-8901", "us-east-1", /as an account of AWS/],
        [ACCOUNT, "westeurope", /^RangeError: Cannot read "westeurope" as a region of AWS: it is not of the form eu-central-1$/],
    ];
    for (const [account, region, want] of bad) {
        it(`refuses ${account} in ${region}`, () =>
            assert.throws(() => formatEcrHost({ account, region }), (error) => want.test(String(error))));
    }
});

const grammars: [name: string, accepts: (text: string) => boolean, good: string[], bad: string[]][] = [
    ["isAccountId()", isAccountId, [ACCOUNT, "000000000000"], ["", "12345678901", "1234567890123", "12345678901x", `${ACCOUNT}\n`, " 12345678901"]],
    [
        "isAwsRegion()",
        isAwsRegion,
        ["eu-central-1", "us-gov-west-1", "mx-central-1", "ap-southeast-10", "cn-northwest-1", "eusc-de-east-1", "us-isob-west-1"],
        ["", "westeurope", "eu-central", "eu-central-1a", "EU-central-1", "aws-global", "us-isox-east-1", "eu-central-1\n", "eusc-fr-east-1", "cn-gov-east-1"],
    ],
    [
        "isPublicEcrHost()",
        isPublicEcrHost,
        ["public.ecr.aws", "ecr-public.aws.com"],
        ["", "public.ecr.aws.attacker.com", "x.public.ecr.aws", "PUBLIC.ecr.aws", "public.ecr.aws.", `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com`],
    ],
];
for (const [name, accepts, good, bad] of grammars) {
    describe(name, () => {
        good.forEach((text) => it(`takes ${JSON.stringify(text)}`, () => assert.equal(accepts(text), true)));
        bad.forEach((text) => it(`refuses ${JSON.stringify(text)}`, () => assert.equal(accepts(text), false)));
    });
}

describe("partitionOf()", () => {
    it("refuses what is no region", () => assert.throws(() => partitionOf("us-east"), /^RangeError: Cannot read "us-east" as a region of AWS/));
});
