#include "hw/kms/card.h"

#include <dirent.h>
#include <fcntl.h>
#include <libdrm/drm.h>
#include <libdrm/drm_fourcc.h>
#include <libdrm/drm_mode.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string_view>

#include "appliance/base/text.h"

namespace gatehouse::hw::kms {
namespace {

constexpr std::uint32_t kMostPlanes = 256;
constexpr std::uint32_t kMostProperties = 256;
constexpr std::size_t kMostLent = 4 * kSlots;
#ifndef DRM_CLIENT_CAP_CURSOR_PLANE_HOTSPOT
constexpr std::uint64_t kHotspotCapability = 6;  // Linux 6.8: without it, virtual cards hide their cursor
#else
constexpr std::uint64_t kHotspotCapability = DRM_CLIENT_CAP_CURSOR_PLANE_HOTSPOT;
#endif

std::uint64_t address_of(void* memory) {
  return reinterpret_cast<std::uintptr_t>(memory);
}

std::string letters(std::uint32_t fourcc) {
  std::string text;
  for (int shift = 0; shift < 32; shift += 8) {
    const char letter = static_cast<char>(fourcc >> shift & 0x7F);
    text += letter >= ' ' && letter < 0x7F ? letter : '?';
  }
  return text;
}

std::optional<PixelFormat> pixel_format(std::uint32_t fourcc, bool cursor) {
  switch (fourcc) {
    case DRM_FORMAT_ARGB8888:
      return cursor ? PixelFormat::argb8888 : PixelFormat::xrgb8888;
    case DRM_FORMAT_XRGB8888:
      return PixelFormat::xrgb8888;
    case DRM_FORMAT_XBGR8888:
    case DRM_FORMAT_ABGR8888:
      return PixelFormat::xbgr8888;
    case DRM_FORMAT_RGB565:
      return PixelFormat::rgb565;
    default:
      return std::nullopt;
  }
}

}  // namespace

Result<Card> Card::open(const std::string& path) {
  // Not for writing: then neither we nor who gets the descriptor can map anything but to read it.
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!fd) return errno_error("cannot open " + path);
  Card card(std::move(fd));
  // Who is the first to open it is its master, without having asked.
  card.ask(DRM_IOCTL_DROP_MASTER, nullptr);
  std::array<char, 64> name{};
  drm_version version{};
  version.name = name.data();
  version.name_len = name.size() - 1;
  if (!card.ask(DRM_IOCTL_VERSION, &version)) return errno_error(path + " is no graphics card");
  card.driver_ = name.data();
  drm_set_client_cap planes{DRM_CLIENT_CAP_UNIVERSAL_PLANES, 1}, atomic{DRM_CLIENT_CAP_ATOMIC, 1},
      hotspot{kHotspotCapability, 1};
  if (!card.ask(DRM_IOCTL_SET_CLIENT_CAP, &planes))
    return Error{path + " (" + card.driver_ + ") has no screens"};
  // Old drivers can't; then nothing is known of a cursor's place.
  card.ask(DRM_IOCTL_SET_CLIENT_CAP, &atomic);
  card.ask(DRM_IOCTL_SET_CLIENT_CAP, &hotspot);
  if (auto found = card.find_planes(); !found)
    return Error{path + " (" + card.driver_ + ") " + found.error().message};
  return card;
}

bool Card::ask(unsigned long request, void* argument) const {
  int answer;
  do {
    answer = ::ioctl(fd_.get(), request, argument);
  } while (answer != 0 && (errno == EINTR || errno == EAGAIN));
  return answer == 0;
}

Result<void> Card::find_planes() {
  std::vector<std::uint32_t> ids(kMostPlanes);
  drm_mode_get_plane_res resources{};
  resources.plane_id_ptr = address_of(ids.data());
  resources.count_planes = kMostPlanes;
  if (!ask(DRM_IOCTL_MODE_GETPLANERESOURCES, &resources)) return Error{"has no screens"};
  ids.resize(std::min(resources.count_planes, kMostPlanes));
  for (const std::uint32_t id : ids) planes_.push_back(describe_plane(id));
  const bool any = std::ranges::any_of(planes_, [](auto& plane) { return plane.kind == PlaneKind::primary; });
  return any ? Result<void>() : Error{"has no screens"};
}

Card::Plane Card::describe_plane(std::uint32_t id) const {
  Plane plane;
  plane.id = id;
  std::vector<std::uint32_t> properties(kMostProperties);
  std::vector<std::uint64_t> values(kMostProperties);
  drm_mode_obj_get_properties all{};
  all.props_ptr = address_of(properties.data());
  all.prop_values_ptr = address_of(values.data());
  all.count_props = kMostProperties;
  all.obj_id = id;
  all.obj_type = DRM_MODE_OBJECT_PLANE;
  if (!ask(DRM_IOCTL_MODE_OBJ_GETPROPERTIES, &all)) return plane;
  for (std::uint32_t i = 0; i < std::min(all.count_props, kMostProperties); ++i) {
    drm_mode_get_property property{};
    property.prop_id = properties[i];
    if (!ask(DRM_IOCTL_MODE_GETPROPERTY, &property)) continue;
    const std::string_view name(property.name, ::strnlen(property.name, sizeof(property.name)));
    // Its numbers are the kernel's enum drm_plane_type.
    if (name == "type" && values[i] <= 2) plane.kind = static_cast<PlaneKind>(values[i]);
    if (name == "CRTC_X") plane.x_property = properties[i];
    if (name == "CRTC_Y") plane.y_property = properties[i];
  }
  return plane;
}

std::optional<std::uint64_t> Card::property_of(const Plane& plane, std::uint32_t property) const {
  if (property == 0) return std::nullopt;
  std::array<std::uint32_t, kMostProperties> properties;
  std::array<std::uint64_t, kMostProperties> values;
  drm_mode_obj_get_properties all{};
  all.props_ptr = address_of(properties.data());
  all.prop_values_ptr = address_of(values.data());
  all.count_props = kMostProperties;
  all.obj_id = plane.id;
  all.obj_type = DRM_MODE_OBJECT_PLANE;
  if (!ask(DRM_IOCTL_MODE_OBJ_GETPROPERTIES, &all)) return std::nullopt;
  for (std::uint32_t i = 0; i < std::min(all.count_props, kMostProperties); ++i)
    if (properties[i] == property) return values[i];
  return std::nullopt;
}

Result<void> Card::get_memory(std::uint32_t handle, Shown& shown) const {
  Buffer& buffer = shown.buffer;
  drm_prime_handle prime{handle, DRM_CLOEXEC, -1};
  if (ask(DRM_IOCTL_PRIME_HANDLE_TO_FD, &prime)) {
    shown.memory = UniqueFd(prime.fd);
    struct stat info {};
    const off_t size = ::lseek(prime.fd, 0, SEEK_END);
    if (::fstat(prime.fd, &info) == 0 && size > 0) {
      shown.object = info.st_ino;
      buffer.size = static_cast<std::uint64_t>(size);
      buffer.needs_sync = true;
      return {};
    }
  }
  // Not every driver can lend its memory as a descriptor of its own; then it is mapped by the card's.
  drm_mode_map_dumb map{handle, 0, 0};
  if (!ask(DRM_IOCTL_MODE_MAP_DUMB, &map))
    return errno_error("the driver " + driver_ + " lends nobody the memory of its picture");
  shown.memory = UniqueFd(::fcntl(fd_.get(), F_DUPFD_CLOEXEC, 0));
  if (!shown.memory) return errno_error("cannot hand on a graphics card");
  shown.object = map.offset;
  buffer.map_offset = map.offset;
  return {};
}

bool Card::lend(std::uint64_t object, std::uint32_t handle) {
  if (std::ranges::find(lent_, object, &Lent::object) != lent_.end()) return false;
  lent_.push_back({object, handle});
  if (lent_.size() > kMostLent) {
    close_handle(lent_.front().handle);
    lent_.pop_front();
  }
  return true;
}

void Card::close_handle(std::uint32_t handle) const {
  drm_gem_close close{handle, 0};
  ask(DRM_IOCTL_GEM_CLOSE, &close);
}

Result<Shown> Card::framebuffer(std::uint32_t id, bool cursor) {
  drm_mode_fb_cmd2 frame{};
  frame.fb_id = id;
  if (!ask(DRM_IOCTL_MODE_GETFB2, &frame))
    return errno_error("the kernel does not say what is on the screen");
  if (frame.handles[0] == 0)
    return Error{
        "only a process with CAP_SYS_ADMIN may read the screen of a graphics card (see the agent's unit)"};
  std::array<std::uint32_t, 4> handles;
  std::copy(std::begin(frame.handles), std::end(frame.handles), handles.begin());
  Shown shown{};
  const auto format = pixel_format(frame.pixel_format, cursor);
  Result<void> got;
  if (!format) {
    got = Error{"the screen's pixels are " + letters(frame.pixel_format) + ", which is not supported"};
  } else if ((frame.flags & DRM_MODE_FB_MODIFIERS) != 0 && frame.modifier[0] != DRM_FORMAT_MOD_LINEAR) {
    got = Error{"the driver " + driver_ + " has the picture in tiles, which only the card itself can read"};
  } else {
    shown.buffer.format = *format;
    shown.buffer.width = frame.width;
    shown.buffer.height = frame.height;
    shown.buffer.pitch = frame.pitches[0];
    shown.buffer.picture_offset = frame.offsets[0];
    got = get_memory(frame.handles[0], shown);
  }
  const bool keep = got && shown.buffer.map_offset != 0 && lend(shown.object, frame.handles[0]);
  std::ranges::sort(handles);
  for (std::size_t i = 0; i < handles.size(); ++i) {
    if (handles[i] == 0 || (i > 0 && handles[i] == handles[i - 1])) continue;
    if (!keep || handles[i] != frame.handles[0]) close_handle(handles[i]);
  }
  if (!got) return got.error();
  if (const auto size = bytes_to_map(shown.buffer); !size) return size.error();
  return shown;
}

Result<std::optional<Picture>> Card::look() {
  for (const Plane& plane : planes_) {
    if (plane.kind != PlaneKind::primary) continue;
    drm_mode_get_plane state{};
    state.plane_id = plane.id;
    if (!ask(DRM_IOCTL_MODE_GETPLANE, &state) || state.fb_id == 0 || state.crtc_id == 0) continue;
    drm_mode_crtc crtc{};
    crtc.crtc_id = state.crtc_id;
    if (!ask(DRM_IOCTL_MODE_GETCRTC, &crtc) || crtc.mode_valid == 0) continue;
    auto screen = framebuffer(state.fb_id, false);
    if (!screen) return screen.error();
    Picture picture{*std::move(screen), crtc.x,       crtc.y, crtc.mode.hdisplay,
                    crtc.mode.vdisplay, std::nullopt, 0,      0};
    for (const Plane& other : planes_) {
      drm_mode_get_plane over{};
      over.plane_id = other.id;
      if (other.kind != PlaneKind::cursor || !ask(DRM_IOCTL_MODE_GETPLANE, &over) || over.fb_id == 0 ||
          over.crtc_id != state.crtc_id)
        continue;
      const auto x = property_of(other, other.x_property), y = property_of(other, other.y_property);
      auto shape = x && y ? framebuffer(over.fb_id, true) : Error{""};
      if (!shape) continue;
      picture.cursor = *std::move(shape);
      picture.cursor_x = static_cast<std::int32_t>(*x);
      picture.cursor_y = static_cast<std::int32_t>(*y);
    }
    return std::optional(std::move(picture));
  }
  return std::optional<Picture>();
}

Result<Card> find_card(bool also_dark, const std::string& directory) {
  std::vector<std::string> names;
  const std::unique_ptr<DIR, int (*)(DIR*)> listing(::opendir(directory.c_str()), ::closedir);
  while (const dirent* entry = listing ? ::readdir(listing.get()) : nullptr)
    if (std::string_view(entry->d_name).starts_with("card")) names.emplace_back(entry->d_name);
  if (names.empty())
    return Error{"this machine has no graphics card whose screen the kernel knows (" + directory + ")"};
  std::ranges::sort(names);
  std::string why;
  std::optional<Card> dark;
  for (const std::string& name : names) {
    const std::string path = directory + "/" + name;
    auto card = Card::open(path);
    auto shown = card ? card->look() : card.error();
    if (shown && *shown) return card;
    if (shown && !dark) dark = *std::move(card);
    why += (why.empty() ? "" : "; ") + (shown  ? path + " has no screen that is switched on"
                                        : card ? path + ": " + shown.error().message
                                               : shown.error().message);
  }
  if (also_dark && dark) return *std::move(dark);
  return Error{why};
}

}  // namespace gatehouse::hw::kms
