#include "db/archive.h"

#include <fcntl.h>
#include <mbedtls/sha256.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <functional>
#include <optional>
#include <string_view>

#include "appliance/base/files.h"
#include "appliance/base/text.h"
#include "appliance/base/unique_fd.h"

namespace gatehouse::db {
namespace {

constexpr std::string_view kSums = "SHA256SUMS";
constexpr std::size_t kBlock = 512;
constexpr std::size_t kMostMembers = 1000;
constexpr std::uint64_t kLargestSums = 256 << 10;
constexpr std::uint64_t kLargestMember = 077777777777;  // what eleven octal digits say: 8 GiB
using Block = std::array<char, kBlock>;

Error not_ours(const std::string& file) {
  return Error{file +
               " is not a Gatehouse backup, or it is damaged. Nothing was changed. Use another backup."};
}

class Digest {
 public:
  Digest() {
    mbedtls_sha256_init(&context_);
    GH_ASSERT(mbedtls_sha256_starts(&context_, 0) == 0);
  }
  ~Digest() { mbedtls_sha256_free(&context_); }
  Digest(const Digest&) = delete;
  Digest& operator=(const Digest&) = delete;

  void add(std::string_view data) {
    GH_ASSERT(mbedtls_sha256_update(&context_, reinterpret_cast<const unsigned char*>(data.data()),
                                    data.size()) == 0);
  }
  std::string hex_value() {
    std::array<unsigned char, 32> value{};
    GH_ASSERT(mbedtls_sha256_finish(&context_, value.data()) == 0);
    return hex(std::string_view(reinterpret_cast<const char*>(value.data()), value.size()));
  }

 private:
  mbedtls_sha256_context context_;
};

// A file read or written front to back; errors name it.
class File {
 public:
  File(std::string path, UniqueFd fd) : path_(std::move(path)), fd_(std::move(fd)) {}
  static Result<File> open(const std::string& path, int flags) {
    UniqueFd fd(::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!fd) return errno_error("cannot open " + path);
    return File(path, std::move(fd));
  }

  // Fewer than asked for only at the end.
  Result<std::size_t> read(char* into, std::size_t size) {
    std::size_t got = 0;
    while (got < size) {
      const ssize_t count = ::read(fd_.get(), into + got, size - got);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return errno_error("cannot read " + path_);
      if (count == 0) break;
      got += static_cast<std::size_t>(count);
    }
    return got;
  }
  Result<void> write(std::string_view data) {
    while (!data.empty()) {
      const ssize_t count = ::write(fd_.get(), data.data(), data.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return errno_error("cannot write " + path_);
      data.remove_prefix(static_cast<std::size_t>(count));
    }
    return {};
  }
  Result<void> sync() {
    return ::fsync(fd_.get()) == 0 ? Result<void>() : errno_error("cannot write " + path_);
  }
  Result<std::uint64_t> size() const {
    struct stat info {};
    if (::fstat(fd_.get(), &info) != 0) return errno_error("cannot read " + path_);
    return static_cast<std::uint64_t>(info.st_size);
  }

 private:
  std::string path_;
  UniqueFd fd_;
};

using Sink = std::function<Result<void>(std::string_view)>;

// Hands `size` bytes on, piece by piece. The file ending before that is damage.
Result<void> pass_on(File& from, const std::string& name, std::uint64_t size, const Sink& sink) {
  std::vector<char> piece(64 << 10);
  while (size > 0) {
    const auto want = static_cast<std::size_t>(std::min<std::uint64_t>(size, piece.size()));
    const auto got = from.read(piece.data(), want);
    if (!got) return got.error();
    if (*got < want) return not_ours(name);
    if (auto done = sink(std::string_view(piece.data(), want)); !done) return done;
    size -= want;
  }
  return {};
}

std::size_t padding_after(std::uint64_t size) {
  return static_cast<std::size_t>((kBlock - size % kBlock) % kBlock);
}

void put(Block& block, std::size_t offset, std::string_view text) {
  std::memcpy(block.data() + offset, text.data(), text.size());
}

std::string octal(std::uint64_t value, std::size_t digits) {
  std::string text(digits, '0');
  for (std::size_t i = digits; i-- > 0; value >>= 3) text[i] = static_cast<char>('0' + (value & 7));
  return text;
}

// The header of a regular file, owner root, time 0: the same for the same name and size, so that reading one
// is comparing.
Block header_for(std::string_view name, std::uint64_t size) {
  Block block{};
  put(block, 0, name);
  put(block, 100, "0000600");
  put(block, 108, "0000000");
  put(block, 116, "0000000");
  put(block, 124, octal(size, 11));
  put(block, 136, "00000000000");
  put(block, 148, "        ");
  put(block, 156, "0");
  put(block, 257, std::string_view("ustar\00000", 8));
  unsigned sum = 0;
  for (const char byte : block) sum += static_cast<unsigned char>(byte);
  put(block, 148, octal(sum, 6) + '\0' + ' ');
  return block;
}

std::string_view view(const Block& block) {
  return {block.data(), block.size()};
}

bool is_member_name(std::string_view name) {
  if (name == "gatehouse.db") return true;
  if (!name.starts_with("keys/") || name.size() > 99) return false;
  name.remove_prefix(5);
  return !name.empty() && name.front() != '.' && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  });
}

struct Sum {
  std::string digest, name;
};

// Lines of "<64 hex digits>  <name>\n".
std::optional<std::vector<Sum>> parse_sums(const std::string& text) {
  std::vector<Sum> sums;
  for (const std::string& line : split(text, '\n')) {
    if (line.empty()) continue;
    if (line.size() < 67 || line.substr(64, 2) != "  " || !from_hex(line.substr(0, 64))) return std::nullopt;
    Sum sum{line.substr(0, 64), line.substr(66)};
    const bool again =
        std::any_of(sums.begin(), sums.end(), [&](const Sum& other) { return other.name == sum.name; });
    if (!is_member_name(sum.name) || again || sums.size() == kMostMembers) return std::nullopt;
    sums.push_back(std::move(sum));
  }
  return sums;
}

Result<void> write_member(File& out, std::string_view name, std::uint64_t size,
                          const std::function<Result<void>()>& content) {
  if (auto done = out.write(view(header_for(name, size))); !done) return done;
  if (auto done = content(); !done) return done;
  return out.write(std::string(padding_after(size), '\0'));
}

Result<void> write_all(File& out, const std::vector<ArchiveMember>& members) {
  std::string sums;
  for (const ArchiveMember& member : members) {
    if (!is_member_name(member.name))
      return Error{"A backup can't hold " + member.path + ": rename it or move it away."};
    auto in = File::open(member.path, O_RDONLY);
    if (!in) return in.error();
    const auto size = in->size();
    if (!size) return size.error();
    if (*size > kLargestMember)
      return Error{member.path + " is too large for a backup file (8 GiB are the most)."};
    Digest digest;
    const auto add = [&](std::string_view data) -> Result<void> {
      digest.add(data);
      return {};
    };
    if (auto done = pass_on(*in, member.path, *size, add); !done) return done;
    sums += digest.hex_value() + "  " + member.name + "\n";
  }
  if (auto done = write_member(out, kSums, sums.size(), [&] { return out.write(sums); }); !done) return done;
  for (const ArchiveMember& member : members) {
    auto in = File::open(member.path, O_RDONLY);
    if (!in) return in.error();
    const auto size = in->size();
    if (!size) return size.error();
    const auto content = [&] {
      return pass_on(*in, member.path, *size, [&](std::string_view data) { return out.write(data); });
    };
    if (auto done = write_member(out, member.name, *size, content); !done) return done;
  }
  if (auto done = out.write(std::string(2 * kBlock, '\0')); !done) return done;
  return out.sync();
}

// The size in the header of the member that must come now.
Result<std::uint64_t> read_header(File& in, const std::string& file, std::string_view name,
                                  std::uint64_t largest) {
  Block block{};
  const auto got = in.read(block.data(), kBlock);
  if (!got) return got.error();
  std::uint64_t size = 0;
  for (std::size_t i = 124; i < 135; ++i) size = size << 3 | static_cast<unsigned>(block[i] & 7);
  if (*got < kBlock || size > largest || block != header_for(name, size)) return not_ours(file);
  return size;
}

Result<void> read_zeros(File& in, const std::string& file, std::size_t count) {
  std::string bytes(count, '\1');
  const auto got = in.read(bytes.data(), count);
  if (!got) return got.error();
  if (*got < count || bytes.find_first_not_of('\0') != std::string::npos) return not_ours(file);
  return {};
}

Result<void> unpack_member(File& in, const std::string& file, const Sum& sum, const std::string& path) {
  const auto size = read_header(in, file, sum.name, kLargestMember);
  if (!size) return size.error();
  auto out = File::open(path, O_WRONLY | O_CREAT | O_EXCL);
  if (!out) return out.error();
  Digest digest;
  const auto copy = [&](std::string_view data) {
    digest.add(data);
    return out->write(data);
  };
  if (auto done = pass_on(in, file, *size, copy); !done) return done;
  if (digest.hex_value() != sum.digest) return not_ours(file);
  if (auto done = read_zeros(in, file, padding_after(*size)); !done) return done;
  return out->sync();
}

}  // namespace

Result<void> write_archive(const std::string& file, const std::vector<ArchiveMember>& members) {
  if (file_exists(file))
    return Error{file + " is there already. Name a new file; a backup is never overwritten."};
  const std::string part = file + ".part";
  auto out = File::open(part, O_WRONLY | O_CREAT | O_EXCL);
  if (!out) return out.error();
  auto done = write_all(*out, members);
  if (done && ::rename(part.c_str(), file.c_str()) != 0) done = errno_error("cannot make " + file);
  if (!done) ::unlink(part.c_str());
  return done;
}

Result<UniqueFd> open_archive(const std::string& file) {
  UniqueFd fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) return errno_error("cannot open " + file);
  return fd;
}

Result<std::vector<ArchiveMember>> read_archive(UniqueFd archive, const std::string& file,
                                                const std::string& directory) {
  File in(file, std::move(archive));
  const auto sums_size = read_header(in, file, kSums, kLargestSums);
  if (!sums_size) return sums_size.error();
  std::string text(static_cast<std::size_t>(*sums_size), '\0');
  const auto got = in.read(text.data(), text.size());
  if (!got) return got.error();
  const auto sums = *got == text.size() ? parse_sums(text) : std::nullopt;
  if (!sums) return not_ours(file);
  if (auto done = read_zeros(in, file, padding_after(text.size())); !done) return done.error();
  if (auto made = make_directory(directory + "/keys", 0700); !made) return made.error();
  std::vector<ArchiveMember> members;
  for (const Sum& sum : *sums) {
    members.push_back({sum.name, directory + "/" + sum.name});
    if (auto done = unpack_member(in, file, sum, members.back().path); !done) return done.error();
  }
  if (auto done = read_zeros(in, file, 2 * kBlock); !done) return done.error();
  char more = 0;
  const auto rest = in.read(&more, 1);
  if (!rest) return rest.error();
  if (*rest != 0) return not_ours(file);
  return members;
}

}  // namespace gatehouse::db
