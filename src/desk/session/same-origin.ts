// Whether a form was sent by a page of this desk. Beside the token in every form of a signed-in page: this holds where
// nobody is signed in yet, too, so that nobody can be signed in as somebody else by a stranger's page.

/** What browsers of today say of where a request comes from; a stranger's page cannot forge either header. */
export const isSameOrigin = (request: Request): boolean => {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin") return false;
  const origin = request.headers.get("origin");
  if (origin === null) return site === "same-origin";
  return origin === new URL(request.url).origin;
};

/** A page of the desk to go back to; the queue for everything else, so that no link leads off this site. */
export const returnPath = (wanted: string | null | undefined): string => {
  if (wanted === null || wanted === undefined || !/^\/desk(?:[/?]|$)/.test(wanted)) return "/desk";
  const here = "https://desk.invalid";
  const url = URL.parse(wanted, here);
  if (url === null || url.origin !== here || /[\\\p{Cc}]/u.test(wanted) || url.pathname.startsWith("/desk/sign-")) {
    return "/desk";
  }
  return /^\/desk(?:\/|$)/.test(url.pathname) ? url.pathname + url.search : "/desk";
};
