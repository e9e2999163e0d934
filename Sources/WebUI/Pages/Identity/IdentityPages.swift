package import HTTPAPI
import Identity

/// The pages that the sign-in and the OAuth endpoints show.
package enum IdentityPages {
  package static func pages(_ pages: PageRenderer) -> OAuthPages {
    OAuthPages(
      signIn: { form in
        try pages.page(
          "sign-in",
          SignInPage(
            frame: pages.frameAlone("Sign in", csrf: form.csrf), problem: form.problem, userName: form.userName,
            returnTo: form.returnTo, csrf: form.csrf))
      },
      consent: { prompt in
        try pages.page(
          "consent",
          ConsentPage(
            frame: pages.frameAlone("Allow \(prompt.applicationName)?", csrf: prompt.csrf),
            application: prompt.applicationName,
            person: prompt.displayName.isEmpty ? prompt.userName : prompt.displayName, host: prompt.redirectOrigin,
            scopes: prompt.scopes.map(ConsentPage.Scope.init), action: prompt.action, csrf: prompt.csrf))
      },
      signOut: { prompt in
        try pages.page(
          "sign-out",
          SignOutPage(
            frame: pages.frameAlone("Sign out", csrf: prompt.csrf), person: prompt.displayName, action: prompt.action,
            csrf: prompt.csrf))
      })
  }
}
