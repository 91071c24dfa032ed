/** How much there is of everything. */
export interface Numbers {
  users: number;
  clients: number;
  projects: number;
}

/** Counts what belongs to the organization. */
export abstract class OrganizationNumbers {
  abstract count(): Promise<Numbers>;
}
