import Commands

/// Where the program begins.
@main
enum Weir {
  static func main() async {
    await WeirCommand.start()
  }
}
