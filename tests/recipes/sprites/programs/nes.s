; Shows each frame of hero.s at its place, by the lists as neslib's oam_meta_spr reads them.
.import hero_tiles, hero_palettes, hero_frames
.include "places.inc"

list = 0
count = 2

.segment "HEADER"
    .byte "NES", $1a, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0

.segment "CODE"
reset:
    sei
    cld
    ldx #$ff
    txs
    inx
    stx $2000
    stx $2001
    stx $4010
    bit $2002
:   bit $2002
    bpl :-
:   bit $2002
    bpl :-

    lda #$3f
    sta $2006
    stx $2006
    lda #$0f
    ldx #16
:   sta $2007
    dex
    bne :-
:   lda hero_palettes,x
    sta $2007
    inx
    cpx #16
    bne :-

    lda #<hero_tiles
    sta list
    lda #>hero_tiles
    sta list+1
    ldy #0
    sty $2006
    sty $2006
    ldx #16
:   lda (list),y
    sta $2007
    iny
    bne :-
    inc list+1
    dex
    bne :-

    lda #$ff
:   sta $0200,x
    inx
    bne :-

    stx count
frame:
    lda count
    asl
    tay
    lda hero_frames,y
    sta list
    lda hero_frames+1,y
    sta list+1
    ldy #0
object:
    lda (list),y
    cmp #128
    beq next
    sty count+1
    ldy count
    clc
    adc places_x,y
    sta $0203,x
    ldy count+1
    iny
    lda (list),y
    sty count+1
    ldy count
    clc
    adc places_y,y
    sec
    sbc #1              ; sprites appear a line further down
    sta $0200,x
    ldy count+1
    iny
    lda (list),y
    sta $0201,x
    iny
    lda (list),y
    sta $0202,x
    iny
    inx
    inx
    inx
    inx
    bne object
next:
    inc count
    lda count
    cmp #FRAMES
    bne frame

    lda #0
    sta $2003
    lda #2
    sta $4014
    lda #LARGE
    sta $2000
    lda #$14
:   bit $2002
    bpl :-
    sta $2001
:   jmp :-

.segment "VECTORS"
    .addr reset, reset, reset
