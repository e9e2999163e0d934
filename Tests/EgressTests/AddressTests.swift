import Egress
import Testing

@Suite struct AddressTests {
  @Test(arguments: [
    "127.0.0.1", "127.255.0.1", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "100.127.255.255", "0.0.0.0", "224.0.0.1", "255.255.255.255", "198.18.0.1", "192.0.2.1", "::1", "::",
    "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:a00:1", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2001:db8::1", "2001::1", "::127.0.0.1", "100::1",
  ])
  func internalAddressesAreRefused(text: String) throws {
    let address = try #require(IPAddress(text))
    #expect(!address.isPublic)
    #expect(!AddressRules().allows(address, port: 443))
  }

  @Test(arguments: [
    "1.1.1.1", "8.8.8.8", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1", "192.169.0.1",
    "223.255.255.255",
    "2606:4700:4700::1111", "2a00:1450:4001:80b::200e", "64:ff9b::808:808", "::ffff:8.8.8.8",
  ])
  func publicAddressesAreAllowed(text: String) throws {
    #expect(allows(AddressRules(), text, 80))
  }

  @Test(arguments: ["127.1", "2130706433", "0x7f.1", "0177.0.0.1", "localhost", "1.2.3", "1.2.3.4.5", "", "::g"])
  func onlyProperAddressesAreReadAsSuch(text: String) {
    #expect(IPAddress(text) == nil)
  }

  @Test func anAllowedNetworkHoldsForItsAddressesAndPort() throws {
    let rules = AddressRules(
      allowing: ["10.1.0.0/16", "127.0.0.1:8080", "[fd00::7]:443"].compactMap { AllowedAddress($0) })
    #expect(allows(rules, "10.1.255.1", 9))
    #expect(!allows(rules, "10.2.0.1", 9))
    #expect(allows(rules, "127.0.0.1", 8080))
    #expect(!allows(rules, "127.0.0.1", 8081))
    #expect(allows(rules, "fd00::7", 443))
    #expect(!allows(rules, "fd00::8", 443))
  }

  @Test func anAllowedHostIsTrustedByNameAndPort() {
    let rules = AddressRules(allowing: ["nas.local:8443", "Printer"].compactMap { AllowedAddress($0) })
    #expect(rules.trusts(host: "NAS.local.", port: 8443))
    #expect(!rules.trusts(host: "nas.local", port: 443))
    #expect(!rules.trusts(host: "evil.nas.local", port: 8443))
    #expect(rules.trusts(host: "printer", port: 1))
  }

  @Test(arguments: ["", "host:0", "host:70000", "host:x", "10.0.0.0/33", "10.0.0.0/-1", "a/b", "[::1", "[::1]x", "a b"])
  func anExceptionThatMakesNoSenseIsRefused(text: String) {
    #expect(AllowedAddress(text) == nil)
  }

  private func allows(_ rules: AddressRules, _ address: String, _ port: Int) -> Bool {
    IPAddress(address).map { rules.allows($0, port: port) } ?? false
  }
}
