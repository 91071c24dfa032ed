/**
 * Whether people are kept in our own table. A company that has brought its own directory has its own ways to invite
 * people and to change passwords, so our pages for that are not offered.
 */
export class DirectoryKind {
  constructor(readonly isLocal: boolean) {}
}
