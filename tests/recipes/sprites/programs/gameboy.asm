; Shows each frame of hero.asm at its place.
INCLUDE "places.inc"

SECTION "entry", ROM0[$100]
    nop
    jp start
    ds $150 - @, 0

start:
    di
    ld sp, $fffe
.wait
    ldh a, [$ff44]
    cp 144
    jr nz, .wait
    xor a
    ldh [$ff40], a
    ld hl, hero_tiles
    ld de, $8000
    ld bc, $1000
.copy
    ld a, [hl+]
    ld [de], a
    inc de
    dec bc
    ld a, b
    or c
    jr nz, .copy

    ld hl, hero_palettes
IF COLOR
    ld a, $80
    ldh [$ff6a], a
    ld b, 64
.colour
    ld a, [hl+]
    ldh [$ff6b], a
    dec b
    jr nz, .colour
ELSE
    ld a, [hl+]
    ldh [$ff48], a
    ld a, [hl+]
    ldh [$ff49], a
ENDC

    ld hl, $fe00
    ld b, 160
    xor a
.clear
    ld [hl+], a
    dec b
    jr nz, .clear

    ld de, $fe00
    ld c, 0                 ; the frame's number
.frame
    ld b, 0
    ld hl, hero_frames
    add hl, bc
    add hl, bc
    ld a, [hl+]
    ld h, [hl]
    ld l, a
.object
    ld a, [hl+]
    cp 128
    jr z, .next
    push hl
    ld hl, places_y
    add hl, bc
    add a, [hl]
    add a, 16
    ld [de], a
    pop hl
    inc de
    ld a, [hl+]
    push hl
    ld hl, places_x
    add hl, bc
    add a, [hl]
    add a, 8
    ld [de], a
    pop hl
    inc de
    ld a, [hl+]
    ld [de], a
    inc de
    ld a, [hl+]
    ld [de], a
    inc de
    jr .object
.next
    inc c
    ld a, c
    cp FRAMES
    jr nz, .frame
    xor a
    ldh [$ff47], a
    ld a, $82 | LARGE
    ldh [$ff40], a
.stay
    jr .stay
