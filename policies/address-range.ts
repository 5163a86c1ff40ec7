/**
 * Says whether an address, or a range as `198.51.100.0/24`, is no more of the internet than AWS takes for some.
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html (the meaning of "public")
 */
export function isNarrowRange(range: string): boolean {
    const [address = "", bits = "128"] = range.split("/");
    return Number(bits) >= (address.includes(":") ? 32 : 8);
}
