; Shows each frame of hero.s at its place.
.p816
.smart
.import hero_tiles, hero_palettes, hero_frames
.include "places.inc"

oam = $0200
list = 0
count = 2
attributes = 4

.segment "CODE"
reset:
    sei
    clc
    xce
    rep #$10
    sep #$20
    ldx #$1fff
    txs
    lda #$8f
    sta $2100
    stz $2101               ; small ones of 8 x 8, large ones of 16 x 16, tiles from 0 on
    stz $420b
    stz $420c
    stz $4200

    lda #$80
    sta $2115
    ldx #0
    stx $2116
    lda #$01
    sta $4300
    lda #$18
    sta $4301
    ldx #hero_tiles
    stx $4302
    stz $4304
    ldx #$1000
    stx $4305
    lda #1
    sta $420b

    lda #$80                ; the sprites' palettes
    sta $2121
    stz $4300
    lda #$22
    sta $4301
    ldx #hero_palettes
    stx $4302
    ldx #256
    stx $4305
    lda #1
    sta $420b

    ldx #0
    lda #$f0
:   sta oam,x
    inx
    cpx #512
    bne :-
    lda #LARGE
:   sta oam,x
    inx
    cpx #544
    bne :-

    ldx #0
    stz count
    stz count+1
frame:
    rep #$20
    lda count
    asl
    tay
    lda hero_frames,y
    sta list
    sep #$20
    ldy #0
object:
    rep #$20
    lda (list),y
    cmp #$8000
    sep #$20
    beq next
    phy
    ldy count
    clc
    adc places_x,y
    sta oam,x
    ply
    iny
    iny
    lda (list),y
    phy
    ldy count
    clc
    adc places_y,y
    sta oam+1,x
    ply
    iny
    iny
    lda (list),y
    sta oam+2,x
    iny
    lda (list),y
    sta attributes          ; the ninth bit of the number
    iny
    lda (list),y
    lsr
    lsr
    asl
    ora attributes
    ora #$30
    sta attributes
    lda (list),y
    and #1
    beq :+
    lda attributes
    ora #$40
    sta attributes
:   lda (list),y
    and #2
    beq :+
    lda attributes
    ora #$80
    sta attributes
:   lda attributes
    sta oam+3,x
    iny
    iny
    inx
    inx
    inx
    inx
    bra object
next:
    inc count
    lda count
    cmp #FRAMES
    bne frame

    ldx #0
    stx $2102
    stz $4300
    lda #$04
    sta $4301
    ldx #oam
    stx $4302
    ldx #544
    stx $4305
    lda #1
    sta $420b
    lda #$10
    sta $212c
    lda #$0f
    sta $2100
:   bra :-

.segment "HEADER"
    .byte "PIXELSTYLE SPRITES   "
    .byte $20, 0, 5, 0, 1, 0, 0
    .word $ffff, $0000
    .word 0, 0, reset, reset, reset, reset, reset, reset
    .word 0, 0, reset, reset, reset, reset, reset, reset
