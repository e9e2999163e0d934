import Core
import Testing

@Suite("Secrets")
struct SecretTests {
  private struct Holder {
    let name = "n"
    let secret = Secret("hunter2")
  }

  @Test func aSecretDoesNotShowHoweverItIsPrinted() {
    let secret = Secret("hunter2")
    var dumped = ""
    dump(Holder(), to: &dumped)
    for text in ["\(secret)", String(describing: secret), String(reflecting: secret), "\(Holder())", dumped] {
      #expect(!text.contains("hunter2"))
    }
    #expect(secret.revealed == "hunter2")
  }
}
