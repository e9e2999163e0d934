/// What the sign-in page shows.
struct SignInPage: Sendable {
  let frame: PageFrame
  let problem: String?
  let userName: String
  let returnTo: String
  let csrf: String
}

/// What the page shows that asks before signing out on another program's behalf.
struct SignOutPage: Sendable {
  let frame: PageFrame
  let person: String
  let action: String
  let csrf: String
}
