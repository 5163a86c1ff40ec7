/** Machines of one's own for ACR Tasks. */
export interface AgentPoolSpec {
    readonly name: string;

    /** @default S1 */
    readonly tier?: "S1" | "S2" | "S3" | "I6";

    /** @default 1 */
    readonly count?: number;

    /** ARM id of the subnet that the machines stand in; @default - none */
    readonly subnet?: string;
}
