#include "appliance/portal/assets.h"

#include <zlib.h>

#include <algorithm>
#include <cstdio>
#include <optional>

#include "appliance/base/text.h"
#include "appliance/portal/problem.h"

namespace gatehouse::portal {

namespace {

constexpr std::string_view kIndex = "/index.html";
constexpr std::string_view kHashedFolder = "/assets/";
constexpr std::size_t kMaxInflated = 64 << 20;

std::string_view type_of(std::string_view path) {
  static constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".ico", "image/vnd.microsoft.icon"},
      {".woff2", "font/woff2"},
      {".json", "application/json"},
      {".webmanifest", "application/manifest+json"},
      {".txt", "text/plain; charset=utf-8"},
  };
  for (const auto& [ending, type] : kTypes) {
    if (path.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

// RFC 9110 12.5.3, as far as it matters here: is gzip named, and not with q=0?
bool accepts_gzip(std::string_view header) {
  for (const std::string& part : split(lower_ascii(header), ',')) {
    const auto pieces = split(part, ';');
    if (trimmed(pieces[0]) != "gzip" && trimmed(pieces[0]) != "*") continue;
    if (pieces.size() == 1) return true;
    const std::string_view weight = trimmed(pieces[1]);
    return weight.find_first_of("123456789") != std::string_view::npos;
  }
  return false;
}

bool names_tag(std::string_view header, const std::string& tag) {
  const auto tags = split(header, ',');
  return std::any_of(tags.begin(), tags.end(), [&](std::string_view one) {
    one = trimmed(one);
    if (one.starts_with("W/")) one.remove_prefix(2);
    return one == tag || one == "*";
  });
}

std::optional<std::string> inflated(ByteView compressed) {
  z_stream stream{};
  constexpr int kGzip = 15 + 16;
  if (::inflateInit2(&stream, kGzip) != Z_OK) return {};
  stream.next_in = const_cast<Bytef*>(compressed.data());
  stream.avail_in = static_cast<uInt>(compressed.size());
  std::string out;
  int status = Z_OK;
  while (status == Z_OK && out.size() < kMaxInflated) {
    char piece[16384];
    stream.next_out = reinterpret_cast<Bytef*>(piece);
    stream.avail_out = sizeof piece;
    status = ::inflate(&stream, Z_NO_FLUSH);
    out.append(piece, sizeof piece - stream.avail_out);
  }
  ::inflateEnd(&stream);
  if (status != Z_STREAM_END) return {};
  return out;
}

std::string tag_of(ByteView content) {
  char text[40];
  const auto sum = ::crc32(0, content.data(), static_cast<uInt>(content.size()));
  std::snprintf(text, sizeof text, "%08lx-%zx", static_cast<unsigned long>(sum), content.size());
  return text;
}

}  // namespace

Assets::Assets(std::span<const embedded::File> files) {
  for (const embedded::File& file : files) {
    assets_.emplace(std::string(file.name), Asset{file.content, tag_of(file.content)});
  }
}

const Assets::Asset* Assets::find(const http::Request& request, std::string& path) const {
  path = request.path == "/" ? std::string(kIndex) : request.path;
  auto found = assets_.find(path);
  if (found == assets_.end() && !path.starts_with("/api/") && !path.starts_with(kHashedFolder) &&
      request.header("accept").find("text/html") != std::string_view::npos) {
    path = kIndex;
    found = assets_.find(path);
  }
  return found == assets_.end() ? nullptr : &found->second;
}

http::Response Assets::serve(const http::Request& request) const {
  std::string path;
  const Asset* asset = find(request, path);
  if (asset == nullptr) return not_found();

  const bool gzip = accepts_gzip(request.header("accept-encoding"));
  const std::string tag = '"' + asset->tag + (gzip ? "" : "-plain") + '"';
  http::Response response;
  response.headers = {
      {"ETag", tag},
      {"Vary", "Accept-Encoding"},
      // Names in /assets/ carry a hash of the content; everything else is asked for again by its ETag.
      {"Cache-Control",
       path.starts_with(kHashedFolder) ? "public, max-age=31536000, immutable" : "no-cache"}};
  if (names_tag(request.header("if-none-match"), tag)) {
    response.status = 304;
    return response;
  }
  response.headers.emplace_back("Content-Type", type_of(path));
  if (gzip) {
    response.headers.emplace_back("Content-Encoding", "gzip");
    response.static_body = asset->compressed;
    return response;
  }
  auto plain = inflated(asset->compressed);
  if (!plain)
    return to_response(
        {500, "damaged_program", "This file of the program is damaged. Install Gatehouse again."});
  response.body = std::move(*plain);
  return response;
}

}  // namespace gatehouse::portal
