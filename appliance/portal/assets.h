// The web UI as the browser gets it: files of the binary, compressed ahead of time, nothing read from a disk.
#pragma once
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "appliance/base/embedded.h"
#include "appliance/http/server.h"

namespace gatehouse::portal {

class Assets {
 public:
  // `files` are gzip-compressed, named by path ("/index.html"), and live for ever.
  explicit Assets(std::span<const embedded::File> files);

  // GET and HEAD; any thread. The path of a page of the UI (a navigation, not under /api/ or /assets/) gets
  // /index.html, which finds its way itself; everything else that is no file is 404.
  http::Response serve(const http::Request& request) const;

 private:
  struct Asset {
    ByteView compressed;
    std::string tag;  // of the content; differs for the two encodings
  };

  const Asset* find(const http::Request& request, std::string& path) const;

  std::map<std::string, Asset, std::less<>> assets_;
};

}  // namespace gatehouse::portal
