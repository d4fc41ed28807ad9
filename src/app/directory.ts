// Who is active in a workspace, as one version of its document says.

import type { Directory } from "./ports.ts";
import type { Documents } from "./workspace-document.ts";

/** Active members in document order; no round trip while the version is in memory. */
export const directoryOf = (documents: Documents): Directory => ({
  activeMembers: async (workspaceId, workspaceVersion) => {
    const { members } = await documents.load(workspaceId, workspaceVersion);
    return members.filter(({ active }) => active);
  },
});
