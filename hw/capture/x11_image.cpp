#include "hw/capture/x11_image.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <new>

namespace gatehouse::hw {
namespace {

constexpr std::uint32_t kAllPlanes = ~0U;

std::int16_t s16(int value) {
  return static_cast<std::int16_t>(value);
}
std::uint16_t u16(int value) {
  return static_cast<std::uint16_t>(value);
}

}  // namespace

X11Image::X11Image(X11Connection& connection, int width, int height)
    : connection_(connection),
      width_(width),
      height_(height),
      stride_(static_cast<std::size_t>(width) * 4),
      size_(stride_ * static_cast<std::size_t>(height)) {
  if (share()) return;
  void* memory = ::mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  pixels_ = static_cast<std::uint8_t*>(memory);
}

X11Image::~X11Image() {
  if (shared()) xcb_shm_detach(connection_.get(), segment_);
  ::munmap(pixels_, shared() ? 2 * size_ : size_);
}

// Memory of our own, sealed in size so that nobody can make us fault, and handed over by descriptor: needs
// neither SysV shared memory nor a file system (MIT-SHM 1.2).
bool X11Image::share() {
  if (connection_.extension(xcb_shm_id) == nullptr) return false;
  const auto version = reply(
      xcb_shm_query_version_reply(connection_.get(), xcb_shm_query_version(connection_.get()), nullptr));
  if (!version || version->major_version < 1 || (version->major_version == 1 && version->minor_version < 2))
    return false;

  UniqueFd memory(::memfd_create("gatehouse-screen", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!memory || ::ftruncate(memory.get(), static_cast<off_t>(2 * size_)) != 0) return false;
  ::fcntl(memory.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL);
  void* mapped = ::mmap(nullptr, 2 * size_, PROT_READ | PROT_WRITE, MAP_SHARED, memory.get(), 0);
  if (mapped == MAP_FAILED) return false;

  const xcb_shm_seg_t segment = xcb_generate_id(connection_.get());
  const auto cookie =
      xcb_shm_attach_fd_checked(connection_.get(), segment, memory.release(), 0);  // xcb closes it
  if (reply(xcb_request_check(connection_.get(), cookie))) {
    ::munmap(mapped, 2 * size_);
    return false;
  }
  segment_ = segment;
  pixels_ = static_cast<std::uint8_t*>(mapped);
  return true;
}

Frame X11Image::frame() const {
  return {pixels_, width_, height_, stride_};
}

std::uint8_t* X11Image::at(int x, int y) const {
  return pixels_ + static_cast<std::size_t>(y) * stride_ + static_cast<std::size_t>(x) * 4;
}

bool X11Image::fetch(const std::vector<Rect>& rects) {
  return shared() ? fetch_shared(rects) : fetch_copied(rects);
}

// A wide rectangle is fetched as whole rows, straight into place. A narrow one is fetched alone behind the
// frame and copied: the server writes rows without gaps.
bool X11Image::fetch_shared(const std::vector<Rect>& rects) {
  struct Fetch {
    Rect rect;
    std::size_t scratch = 0;  // 0: in place
    xcb_shm_get_image_cookie_t cookie{};
  };
  std::vector<Fetch> fetches;
  std::size_t scratch = size_;
  for (const Rect& rect : rects) {
    Fetch fetch{rect};
    if (rect.width * 2 >= width_) {
      fetch.rect = {0, rect.y, width_, rect.height};
    } else {
      fetch.scratch = scratch;
      scratch += static_cast<std::size_t>(rect.width) * 4 * static_cast<std::size_t>(rect.height);
    }
    const std::size_t offset =
        fetch.scratch != 0 ? fetch.scratch : static_cast<std::size_t>(rect.y) * stride_;
    fetch.cookie =
        xcb_shm_get_image(connection_.get(), connection_.root(), s16(fetch.rect.x), s16(fetch.rect.y),
                          u16(fetch.rect.width), u16(fetch.rect.height), kAllPlanes,
                          XCB_IMAGE_FORMAT_Z_PIXMAP, segment_, static_cast<std::uint32_t>(offset));
    fetches.push_back(fetch);
  }
  bool complete = true;
  for (const Fetch& fetch : fetches) {
    const auto answer = reply(xcb_shm_get_image_reply(connection_.get(), fetch.cookie, nullptr));
    if (!answer) {
      complete = false;
    } else if (fetch.scratch != 0) {
      const std::size_t row = static_cast<std::size_t>(fetch.rect.width) * 4;
      for (int y = 0; y < fetch.rect.height; ++y)
        std::memcpy(at(fetch.rect.x, fetch.rect.y + y),
                    pixels_ + fetch.scratch + static_cast<std::size_t>(y) * row, row);
    }
  }
  return complete;
}

bool X11Image::fetch_copied(const std::vector<Rect>& rects) {
  std::vector<xcb_get_image_cookie_t> cookies;
  for (const Rect& rect : rects)
    cookies.push_back(xcb_get_image(connection_.get(), XCB_IMAGE_FORMAT_Z_PIXMAP, connection_.root(),
                                    s16(rect.x), s16(rect.y), u16(rect.width), u16(rect.height), kAllPlanes));
  bool complete = true;
  for (std::size_t i = 0; i < rects.size(); ++i) {
    const Rect& rect = rects[i];
    const auto answer = reply(xcb_get_image_reply(connection_.get(), cookies[i], nullptr));
    const std::size_t row = static_cast<std::size_t>(rect.width) * 4;
    if (!answer || static_cast<std::size_t>(xcb_get_image_data_length(answer.get())) <
                       row * static_cast<std::size_t>(rect.height)) {
      complete = false;
      continue;
    }
    for (int y = 0; y < rect.height; ++y)
      std::memcpy(at(rect.x, rect.y + y),
                  xcb_get_image_data(answer.get()) + static_cast<std::size_t>(y) * row, row);
  }
  return complete;
}

}  // namespace gatehouse::hw
