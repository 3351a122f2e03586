import { useStorage } from "../stores/storage-store.ts";
import { Notice } from "./notice.tsx";

/** Says, once a visit, that this browser keeps nothing. */
export function Refusal() {
  const { refusal, dismissed, dismiss } = useStorage();
  if (refusal === null || dismissed) return null;
  return (
    <Notice kind="news">
      <p>
        This browser refuses to store anything for this page ({refusal}). Everything works, but what you train, find and
        choose lasts no longer than this tab.
      </p>
      <button type="button" onClick={dismiss}>
        Dismiss
      </button>
    </Notice>
  );
}
