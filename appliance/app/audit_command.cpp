// `gatehouse audit`: is an exported audit log whole and unchanged, and whose signature is under it?
#include <cstdio>
#include <fstream>

#include "appliance/app/commands.h"
#include "appliance/app/identity.h"
#include "appliance/base/files.h"
#include "appliance/base/text.h"
#include "appliance/portal/audit_file.h"
#include "appliance/seal/keys.h"

namespace gatehouse::app {
namespace {

constexpr std::string_view kHowTo = "gatehouse audit verify FILE, or gatehouse audit key";

// Upper and lower case, with or without the gaps.
std::string plain_digits(const std::string& fingerprint) {
  std::string digits;
  for (const char c : lower_ascii(fingerprint)) {
    if (c != ' ' && c != ':') digits += c;
  }
  return digits;
}

int show_key(const cli::Arguments& arguments) {
  const auto settings = cli::load_settings("audit", arguments);
  if (!settings) return 2;
  const std::string keys = settings->server_data + "/keys";
  if (!file_exists(keys + "/audit.key"))
    return cli::fail("audit", "there is no " + keys + "/audit.key; it is made when the appliance starts");
  const auto key = load_audit_key(keys);
  if (!key) return cli::fail("audit", key.error().message);
  std::printf("%s\n", seal::key_fingerprint(key->public_key()).c_str());
  return 0;
}

Result<void> read_through(const std::string& file, portal::AuditFileReader& reader) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return Error{"cannot open " + file};
  std::string line;
  while (std::getline(in, line)) {
    if (auto ok = reader.take(line); !ok)
      return Error{file + ", line " + std::to_string(reader.lines()) + ": " + ok.error().message};
  }
  if (in.bad()) return Error{"cannot read " + file};
  if (auto ok = reader.finish(); !ok) return Error{file + ": " + ok.error().message};
  return {};
}

int verify(const std::string& file, const std::string& wanted) {
  portal::AuditFileReader reader;
  if (auto ok = read_through(file, reader); !ok) return cli::fail("audit", ok.error().message);
  if (reader.keys().size() > 1 && !wanted.empty())
    return cli::fail("audit", "more than one key signed this; the appliance's was replaced meanwhile");
  for (const std::string& key : reader.keys()) {
    if (!wanted.empty() && plain_digits(wanted) != plain_digits(key))
      return cli::fail("audit", "another key signed this: " + key);
  }
  std::printf("%s is whole and unchanged: organization %s, entries %lld to %lld, signed last at %s.\n",
              file.c_str(), reader.login_id().c_str(), static_cast<long long>(reader.first()),
              static_cast<long long>(reader.last()), rfc3339(reader.last_signed_at()).c_str());
  for (const std::string& key : reader.keys()) std::printf("Signed by the key  %s\n", key.c_str());
  if (wanted.empty())
    std::printf("Compare that with what 'gatehouse audit key' says on the appliance, or give it as --key.\n");
  return 0;
}

int run(const cli::Arguments& arguments) {
  const auto& words = arguments.words;
  if (words.size() == 1 && words.front() == "key") return show_key(arguments);
  if (words.size() == 2 && words.front() == "verify") return verify(words.back(), arguments.value("key"));
  cli::fail("audit", std::string("what is to be done? ") + std::string(kHowTo));
  return 2;
}

constexpr std::string_view kDetails = R"(
  verify FILE         is this export of the audit log (JSON lines) whole and unchanged? Works on any computer
  --key FINGERPRINT   of the appliance's key: refuse a file that another one signed
  key                 show the fingerprint of the key by which this appliance signs its audit log

The exit status is 0 when the file is whole, unchanged and signed, and 1 when it is not.
)";

}  // namespace

const cli::Command& audit_command() {
  static const cli::Command command = {"audit", "verify FILE", "check an exported audit log", {}, run, 2,
                                       {"key"}, kDetails};
  return command;
}

}  // namespace gatehouse::app
