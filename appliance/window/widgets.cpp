#include "appliance/window/widgets.h"

#include <FL/Fl.H>
#include <FL/Fl_Group.H>
#include <FL/fl_draw.H>

namespace gatehouse::window {
namespace {

bool is_press_key() {
  return Fl::event_key() == ' ' || Fl::event_key() == FL_Enter || Fl::event_key() == FL_KP_Enter;
}

}  // namespace

PushButton::PushButton(Box box, std::string words, Kind kind, std::function<void()> pressed)
    : Fl_Widget(box.x, box.y, box.w, box.h),
      words_(std::move(words)),
      kind_(kind),
      pressed_(std::move(pressed)) {}

void PushButton::arm(bool armed, std::string words) {
  if (armed_ == armed && words_ == words) return;
  armed_ = armed;
  words_ = std::move(words);
  if (!armed_) down_ = false;
  redraw();
}

void PushButton::draw() {
  const Box box{x(), y(), w(), h()};
  const Fl_Color behind = parent()->color();
  Fl_Color fill = color::surface(), ink = color::text(), edge = color::line();
  if (kind_ == Kind::accept) fill = edge = color::accept(), ink = color::on_dark();
  if (kind_ == Kind::danger) fill = edge = color::danger(), ink = color::on_dark();
  if (!armed_) fill = edge = color::line(), ink = color::faint();
  if (down_) fill = edge = fl_color_average(fill, FL_BLACK, 0.85F);
  fl_color(behind);
  fl_rectf(box.x, box.y, box.w, box.h);
  const int inset = px(2);
  if (Fl::focus() == this) fill_round(box, px(8), color::accent(), behind);
  const Box outer{box.x + inset, box.y + inset, box.w - 2 * inset, box.h - 2 * inset};
  fill_round(outer, px(6), edge, Fl::focus() == this ? color::accent() : behind);
  const int rim = px(1);
  fill_round({outer.x + rim, outer.y + rim, outer.w - 2 * rim, outer.h - 2 * rim}, px(5), fill, edge);
  draw_centered(words_, {13, true, ink}, outer);
}

int PushButton::handle(int event) {
  switch (event) {
    case FL_FOCUS:
    case FL_UNFOCUS:
      redraw();
      return armed_ ? 1 : 0;
    case FL_PUSH:
      if (!armed_ || Fl::event_button() != FL_LEFT_MOUSE) return 1;
      down_ = true;
      redraw();
      return 1;
    case FL_DRAG:
      return 1;
    case FL_RELEASE: {
      const bool meant = down_ && armed_ && Fl::event_inside(this);
      down_ = false;
      redraw();
      if (meant) pressed_();
      return 1;
    }
    case FL_KEYBOARD:
      if (!armed_ || !is_press_key()) return 0;
      pressed_();
      return 1;
    default:
      return Fl_Widget::handle(event);
  }
}

Switch::Switch(Box box, std::string words, bool on, bool available, Fl_Color behind,
               std::function<void(bool)> turned)
    : Fl_Widget(box.x, box.y, box.w, box.h),
      words_(std::move(words)),
      on_(on && available),
      available_(available),
      behind_(behind),
      turned_(std::move(turned)) {}

void Switch::set(bool on) {
  if (on_ == on) return;
  on_ = on;
  redraw();
}

void Switch::draw() {
  fl_color(behind_);
  fl_rectf(x(), y(), w(), h());
  const int track_w = px(34), track_h = px(18), gap = px(10);
  const Box track{x() + px(3), y() + (h() - track_h) / 2, track_w, track_h};
  if (Fl::focus() == this) {
    const int rim = px(3);
    fill_round({track.x - rim, track.y - rim, track.w + 2 * rim, track.h + 2 * rim}, track_h, color::text(),
               behind_);
    fill_round({track.x - px(1), track.y - px(1), track.w + px(2), track.h + px(2)}, track_h, behind_,
               color::text());
  }
  const Fl_Color fill = !available_ ? color::line() : on_ ? color::accent() : color::faint();
  fill_round(track, track_h / 2, fill, behind_);
  const int knob = track_h - px(4);
  const int knob_x = on_ ? track.x + track.w - knob - px(2) : track.x + px(2);
  fill_round({knob_x, track.y + px(2), knob, knob}, knob / 2, available_ ? color::surface() : color::raised(),
             fill);
  const Style style{13, false, available_ ? color::text() : color::faint()};
  const int left = track.x + track_w + gap;
  draw_line(words_, style, left, y() + (h() - line_height(style)) / 2, x() + w() - left);
}

void Switch::turn() {
  on_ = !on_;
  redraw();
  turned_(on_);
}

int Switch::handle(int event) {
  switch (event) {
    case FL_FOCUS:
    case FL_UNFOCUS:
      redraw();
      return available_ ? 1 : 0;
    case FL_PUSH:
    case FL_DRAG:
      return 1;
    case FL_RELEASE:
      if (available_ && Fl::event_button() == FL_LEFT_MOUSE && Fl::event_inside(this)) turn();
      return 1;
    case FL_KEYBOARD:
      if (!available_ || !is_press_key()) return 0;
      turn();
      return 1;
    default:
      return Fl_Widget::handle(event);
  }
}

}  // namespace gatehouse::window
